# ---- a request: one wish a line

sub wishes {
  my ($text) = @_;
  my (%about, @wishes);
  for my $line (split /\n/, $text) {
    my ($kind, @words) = split /\t/, $line, -1;
    if ($kind =~ /^(?:who|seconds|record|plan|undo)$/) { $about{$kind} = $words[0]; next }
    if ($kind eq "open") {
      $words[0] =~ /^[0-9a-f.:]+$/ && $words[1] =~ /^\d{1,5}$/ or die "an address or a time that is none\n";
      push @{ $about{open} }, [@words];
      next;
    }
    if ($kind eq "stays") { push @{ $about{stays} }, $words[0]; next }
    if ($kind eq "file") {
      my ($path, $mode, $owner, $group, $content) = @words;
      push @wishes, { kind => "file", path => pack("H*", $path), mode => oct $mode, owner => $owner, group => $group,
        content => $content eq "-" ? undef : pack("H*", substr $content, 1) };
    } elsif ($kind eq "modes") {
      push @wishes, { kind => "modes", path => pack("H*", $words[0]), mode => oct $words[1], owner => $words[2], group => $words[3] };
    } elsif ($kind eq "unit") {
      push @wishes, { kind => "unit", unit => $words[0], enabled => $words[1] eq "yes", active => $words[2] eq "yes", restart => ($words[3] // "") eq "restart" };
    } elsif ($kind eq "account") {
      my ($name, %wanted) = ($words[0], map { split /=/, $_, 2 } @words[1 .. $#words]);
      push @wishes, { kind => "account", account => $name, wanted => \%wanted };
    } elsif ($kind eq "certificate") {
      push @wishes, { kind => "certificate", path => pack("H*", $words[0]), owner => $words[1], names => pack("H*", $words[2]) };
    } elsif ($kind eq "sql") {
      my ($engine, $port, @texts) = @words;
      my ($database, $rows, $statements, $undo) = map { pack "H*", $_ } @texts;
      push @wishes, { kind => "sql", engine => $engine, port => $port, database => $database, rows => $rows, statements => $statements, undo => $undo };
    } elsif ($kind eq "reload") {
      push @wishes, { kind => "reload", what => $words[0] };
    } else { die "a wish of an unknown kind: $kind\n" }
  }
  push @wishes, wishes_before($about{undo}) if defined $about{undo};
  (\%about, \@wishes);
}

# what brings everything back to before a journal, the newest first, so that the oldest has the last word
sub wishes_before {
  my ($to) = @_;
  my @undone = grep { $_ ge $to } effective();
  my (%last, @order, %units, %reloads, @sql);
  for my $id (reverse @undone) {
    my $folder = journal($id);
    push @sql, reverse sql_before($id);
    for my $line (split /\n/, read_file("$folder/index")) {
      my ($kind, @words) = split /\t/, $line;
      next if $kind eq "sql";
      if ($kind eq "unit") { $units{ $words[0] } = { kind => "unit", unit => $words[0], enabled => $words[1] =~ /^enabled/ ? 1 : 0, active => $words[2] eq "active" ? 1 : 0, restart => ($words[3] // "") eq "restart" }; next }
      if ($kind eq "reload") { $reloads{ $words[0] } = 1; next }
      my $path = pack "H*", $words[0];
      push @order, $path if !exists $last{$path};
      $last{$path} =
          $kind eq "absent" ? { kind => "file", path => $path, content => undef }
        : $kind eq "file"   ? { kind => "file", path => $path, mode => oct $words[1], owner => $words[2], group => $words[3], content => read_file("$folder/before/$words[5]") }
        : $kind eq "folder" ? { kind => "modes", path => $path, mode => oct $words[1], owner => $words[2], group => $words[3] }
        :                     { kind => "link", path => $path, to => pack("H*", $words[1]) };
    }
  }
  my @made = map { split /\n/, eval { read_file(journal($_) . "/made") } // "" } @undone;
  my @what = sort { ($a eq "ssh") <=> ($b eq "ssh") } keys %reloads;
  ((map { $last{$_} } @order), (map { { kind => "empty", path => pack "H*", $_ } } sort { length $b <=> length $a } @made), @sql, (map { $units{$_} } sort keys %units), map { { kind => "reload", what => $_ } } @what);
}
