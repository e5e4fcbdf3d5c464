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
    my %only_modes = only_modes($wishes);
    for my $entry (entries_of($folder)) {
      my ($kind, $path) = @$entry{qw(kind path)};
      next if $kind eq "sql";
      if ($kind eq "unit") { $units{ $entry->{unit} } = { %$entry, enabled => $entry->{enabled} =~ /^enabled/ ? 1 : 0, active => $entry->{active} eq "active" ? 1 : 0 }; next }
      if ($kind eq "reload") { $reloads{ $entry->{what} } = 1; next }
      # whose content we never wrote keeps the one that it has by now
      if ($only_modes{$path} || $kind =~ /^(?:folder|modes)$/) {
        next if $kind !~ /^(?:file|folder|modes)$/;
        my %like = map { $_ => $entry->{$_} } qw(mode owner group);
        $modes{$path} = { kind => "modes", path => $path, %like };
        $last{$path} = { %{ $last{$path} }, %like } if $last{$path} && defined $last{$path}{content};
        next;
      }
      if (grep { $_ eq $path } @ACCOUNT) { $accounts = 1; next }
      push @order, $path if !exists $last{$path};
      delete $modes{$path};
      $last{$path} = $kind eq "link" ? $entry : file_before($entry);
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
    if (defined $about->{undo}) { $unknown{ $_->{path} } = 1 for grep { is_name($_) } entries_of(journal($id)) }
    for my $wish (grep { $_->{kind} eq "file" } @$wishes) { $wrote{ $wish->{path} } = $wish->{content}; delete $unknown{ $wish->{path} } }
  }
  grep { my $path = $_; exists $wrote{$path} && !holds($path, $wrote{$path}) || $unknown{$path} }
    map { $_->{path} }
    grep { $_->{kind} eq "link" ? (readlink $_->{path} // "") ne $_->{to} : $_->{kind} eq "file" && !holds($_->{path}, $_->{content}) } @$back;
}

# whether these bytes stand at a path, or nothing where there are none; no more is read than tells them apart
sub holds {
  my ($path, $content) = @_;
  return !lstat $path if !defined $content;
  my $now = eval { read_safely($path, length $content) };
  same($now, $content);
}

# of root's own folders
sub text_at { my ($path) = @_; -f $path ? eval { read_file($path) } : undef }
