# ---- a change: kept and armed, applied, confirmed

sub begin {
  my $request = read_all(\*STDIN, "the request");
  alone();
  if (my $id = armed()) {
    my $who = eval { (request_of($id))[0]{who} } // "";
    say_line("busy", $id, $who, (stat $ARMED)[9] // 0);
    exit 1;
  }
  my $id;
  my $done = eval {
    $id = next_name();
    my ($about, $wishes) = wishes($request);
    my $seconds = $about->{seconds} // "";
    $seconds =~ /^\d{1,5}$/ or die "the time to confirm is no number\n";
    my $folder = journal($id);
    make_dirs("$HOME/journal");
    chmod 0700, "$HOME/journal";
    mkdir $_, 0700 or die "$_: $!\n" for $folder, "$folder/before";
    sync_dir($_) for parent($HOME), "$HOME/journal";
    write_file("$folder/request", $request);
    my ($index, $bytes) = keep_paths($folder, $wishes);
    my @units = map { join "\t", "unit", $_->{unit}, unit_state($_->{unit}), $_->{restart} ? "restart" : () } grep { $_->{kind} eq "unit" } @$wishes;
    my @sql = keep_sql($folder, $wishes);
    my @reloads = map { "reload\t$_->{what}" } grep { $_->{kind} eq "reload" } @$wishes;
    # room to write everything back, also on a disk that is full by then
    write_file("$folder/reserve", "\0" x ($bytes + 65536));
    write_file("$folder/index", join "", map { "$_\n" } @$index, @units, @sql, @reloads);
    sync_dir("$folder/before");
    mark($id, "kept");
    arm($id, $seconds);
    1;
  };
  if (!$done) {
    my $why = $@;
    eval { disarm() };
    # nothing was changed, so nobody will ever ask for it
    quiet("rm", "-rf", "--", journal($id)) if defined $id;
    chomp $why;
    fail($why);
  }
  say_line("armed", $id);
}

sub apply {
  my ($id) = @_;
  alone();
  waiting_or_fail($id);
  end_rehearsal();
  my $folder = journal($id);
  my $done = eval {
    mark($id, "applying");
    my ($about, $wishes) = wishes(read_file("$folder/request"));
    # a unit whose own file goes is stopped while the file can still say how
    my %goes = map { $_->{path} => 1 } grep { goes($_) } @$wishes;
    bring_units(grep { $_->{kind} eq "unit" && $goes{"$UNITS/$_->{unit}"} } @$wishes);
    for my $wish (@$wishes) {
      make_noted($id, parent($wish->{path})) if $wish->{kind} =~ /^(?:file|certificate)$/ && keeper($wish->{path}) == 0 && !goes($wish);
      if ($wish->{kind} eq "file") { bring_file($wish) }
      elsif ($wish->{kind} eq "empty") { rmdir $wish->{path} }
      elsif ($wish->{kind} eq "link") { bring_link($wish->{path}, $wish->{to}) }
      elsif ($wish->{kind} eq "modes") { bring_modes($wish) }
      elsif ($wish->{kind} eq "account") { bring_account($wish) }
      elsif ($wish->{kind} eq "accounts") { bring_accounts($wish) }
      elsif ($wish->{kind} eq "certificate") { bring_certificate($wish) }
    }
    # while the server still runs as before; what is in the files comes with its restart
    bring_sql($folder, $wishes);
    check($_->{what}) for grep { $_->{kind} eq "reload" } @$wishes;
    quiet("systemctl", "daemon-reload") if grep { is_for_systemd($_) } @$wishes;
    bring_units(grep { $_->{kind} eq "unit" } @$wishes);
    reload($_->{what}) for grep { $_->{kind} eq "reload" } @$wishes;
    let_in(@$_) for @{ $about->{open} // [] };
    keep_after($folder, $wishes);
    keep_accounts($folder, $wishes);
    # whoever has to type a code has the declared time for it, however long the change took
    begin_time();
    mark($id, "applied");
    1;
  };
  if (!$done) {
    my $why = $@;
    chomp $why;
    # should not all of it come back, a later undo goes by this
    eval { keep_accounts($folder, (wishes(read_file("$folder/request")))[1]) };
    take_back($id, 0);
    fail($why);
  }
  say_line("applied", $id);
}

sub goes { my ($wish) = @_; $wish->{kind} eq "file" && !defined $wish->{content} }

sub confirm {
  my ($id) = @_;
  alone();
  waiting_or_fail($id);
  state_of($id) eq "applied" or fail("it is not applied yet");
  for my $wish (grep { restarts($_) } @{ (wishes(read_file(journal($id) . "/request")))[1] }) {
    my $why = why_not_running($wish->{unit});
    fail($why) if defined $why;
  }
  mark($id, "confirmed");
  disarm();
  unlink journal($id) . "/reserve";
  say_line("confirmed", $id);
}
