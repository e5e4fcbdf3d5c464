# ---- a request: one wish a line

sub wishes {
  my ($text) = @_;
  my ($about, $wishes) = asked($text);
  push @$wishes, wishes_before($about->{undo}) if defined $about->{undo};
  ($about, $wishes);
}

# as it stands in the request; what an undo brings back stands in the journals
sub asked {
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
  (\%about, \@wishes);
}
