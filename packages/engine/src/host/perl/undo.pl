# ---- an undo: what brings everything back to before a journal

sub request_of { my ($id) = @_; asked(read_file(journal($id) . "/request")) }

# the newest first, so that the oldest has the last word
sub wishes_before {
  my ($to) = @_;
  my @undone = grep { $_ ge $to } effective();
  my (%last, @order, %modes, %units, %reloads, @sql, $accounts);
  for my $id (reverse @undone) {
    my $folder = journal($id);
    my ($about, $wishes) = request_of($id);
    # one that was taken back in part has undone its statements but for those that are still marked
    push @sql, grep { state_of($id) eq "confirmed" || -e "$folder/sql-$_->{number}" } reverse sql_before($id) if !defined $about->{undo};
    my %only_modes = map { $_->{path} => 1 } grep { $_->{kind} eq "modes" } @$wishes;
    delete @only_modes{ paths_of([grep { $_->{kind} =~ /^(?:file|certificate)$/ } @$wishes]) };
    for my $line (split /\n/, read_file("$folder/index")) {
      my ($kind, @words) = split /\t/, $line;
      next if $kind eq "sql";
      if ($kind eq "unit") { $units{ $words[0] } = { kind => "unit", unit => $words[0], enabled => $words[1] =~ /^enabled/ ? 1 : 0, active => $words[2] eq "active" ? 1 : 0, restart => ($words[3] // "") eq "restart" }; next }
      if ($kind eq "reload") { $reloads{ $words[0] } = 1; next }
      my $path = pack "H*", $words[0];
      # whose content we never wrote keeps the one that it has by now
      if ($only_modes{$path} || $kind eq "folder") {
        next if $kind !~ /^(?:file|folder)$/;
        my %like = (mode => oct $words[1], owner => $words[2], group => $words[3]);
        $modes{$path} = { kind => "modes", path => $path, %like };
        $last{$path} = { %{ $last{$path} }, %like } if $last{$path} && defined $last{$path}{content};
        next;
      }
      if (grep { $_ eq $path } @ACCOUNT) { $accounts = 1; next }
      push @order, $path if !exists $last{$path};
      delete $modes{$path};
      $last{$path} =
          $kind eq "absent" ? { kind => "file", path => $path, content => undef }
        : $kind eq "file"   ? { kind => "file", path => $path, mode => oct $words[1], owner => $words[2], group => $words[3], content => read_file("$folder/before/$words[5]") }
        :                     { kind => "link", path => $path, to => pack("H*", $words[1]) };
    }
  }
  my @made = map { split /\n/, eval { read_file(journal($_) . "/made") } // "" } @undone;
  my @what = sort { ($a eq "ssh") <=> ($b eq "ssh") } keys %reloads;
  # accounts after files: what lies in somebody's folder is brought back with the rights of that account
  ((map { $last{$_} } @order), ($accounts ? { kind => "accounts", undone => \@undone } : ()), (map { $modes{$_} } sort keys %modes), (map { { kind => "empty", path => pack "H*", $_ } } sort { length $b <=> length $a } @made), @sql, (map { $units{$_} } sort keys %units), map { { kind => "reload", what => $_ } } @what);
}

sub same { my ($one, $other) = @_; defined $one && defined $other ? $one eq $other : !defined $one && !defined $other }

# files that somebody changed by hand since we wrote them, and that an undo would not leave as they are
sub edited {
  my ($undone, $back) = @_;
  my (%wrote, %unknown);
  for my $id (@$undone) {
    my ($about, $wishes) = request_of($id);
    # what an undo wrote stands nowhere
    if (defined $about->{undo}) { $unknown{ pack "H*", $_ } = 1 for map { /^(?:absent|file|link)\t([0-9a-f]+)/ ? $1 : () } split /\n/, read_file(journal($id) . "/index") }
    for my $wish (grep { $_->{kind} eq "file" } @$wishes) { $wrote{ $wish->{path} } = $wish->{content}; delete $unknown{ $wish->{path} } }
  }
  grep { my $path = $_; exists $wrote{$path} && !same(text_at($path), $wrote{$path}) || $unknown{$path} }
    map { $_->{path} }
    grep { $_->{kind} eq "link" ? (readlink $_->{path} // "") ne $_->{to} : $_->{kind} eq "file" && !same(text_at($_->{path}), $_->{content}) } @$back;
}

sub text_at { my ($path) = @_; -f $path ? eval { read_file($path) } : undef }
