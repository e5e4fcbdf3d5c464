# ---- roll back

sub rollback {
  my ($at) = @_;
  my ($only) = ($at // "") =~ /^(\d.*)$/;
  # an operator takes back what is theirs; before the turn is taken too, for that would end whoever is at work
  return say_line("nothing") if defined $only && (armed() // "") ne $only;
  alone(1);
  my $id = armed();
  return say_line("nothing") if !defined $id || defined $only && $id ne $only;
  my @failed = take_back($id, ($at // "") eq "boot");
  say_line(@failed ? "partly" : "back", $id, map { hex_of($_) } @failed);
}

sub in_folder_of_a_person {
  my ($entry) = @_;
  defined $entry->{path} && keeper($entry->{path}) != 0;
}

sub take_back {
  my ($id, $boot) = @_;
  my $folder = journal($id);
  my @failed;
  eval { end_rehearsal() };
  # confirmed in the last moment: whoever marked it first has won; or back already, and only the end was cut off
  if (state_of($id) =~ /^(?:confirmed|taken back)$/) { disarm(); return }
  mark_quietly($id, "taking back");
  unlink "$folder/reserve";
  my @entries = reverse entries_of($folder);
  my @units = grep { $_->{kind} eq "unit" } @entries;
  # what lies in somebody's folder comes last: they can hold that up
  my @paths = grep { defined $_->{path} } @entries;
  @paths = ((grep { !in_folder_of_a_person($_) } @paths), (grep { in_folder_of_a_person($_) } @paths));
  # what did not run before is stopped while its own files are still there: they say how
  for my $unit (grep { !$boot && $_->{active} ne "active" } @units) {
    quiet("systemctl", "stop", $unit->{unit});
    quiet("systemctl", "--no-reload", "disable", $unit->{unit}) if $unit->{enabled} !~ /^enabled/;
  }
  for my $entry (@paths) {
    eval {
      if ($entry->{kind} eq "absent") { gone($entry->{path}) }
      elsif ($entry->{kind} eq "file") { restore_file($entry) }
      elsif ($entry->{kind} eq "modes") { bring_modes($entry) }
      elsif ($entry->{kind} eq "folder") { restore_folder($entry) }
      elsif ($entry->{kind} eq "link") { bring_link($entry->{path}, $entry->{to}) }
      1;
    } or do { my $why = $@; chomp $why; push @failed, $why };
  }
  sweep(folders_of(@paths));
  for my $hex (reverse split /\n/, eval { read_file("$folder/made") } // "") { rmdir pack "H*", $hex }
  quiet("systemctl", "daemon-reload");
  for my $unit (@units) {
    my ($name, $enabled) = @$unit{qw(unit enabled)};
    quiet("systemctl", "--no-reload", $enabled =~ /^enabled/ ? "enable" : "disable", $name) if $enabled =~ /^(enabled|disabled)/;
    quiet("systemctl", $boot ? "--no-block" : (), $unit->{restart} && !$boot ? "restart" : "start", $name) if $unit->{active} eq "active";
  }
  if (!$boot) { for my $what (map { $_->{kind} eq "reload" ? $_->{what} : () } @entries) { eval { reload($what); 1 } or push @failed, "$what: $@" } }
  if ($boot) { sql_at_boot($id) }
  else { eval { push @failed, sql_taken_back($id); 1 } or push @failed, $@ }
  chomp @failed;
  mark_quietly($id, @failed ? "partly taken back" : "taken back");
  disarm();
  quiet("logger", "-p", "auth.crit", "-t", "secondlock", @failed ? "change $id could be taken back only in part: $failed[0]" : "change $id was not confirmed and is taken back");
  @failed;
}
