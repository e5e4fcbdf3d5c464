/**
 * What runs the reads on a host that has perl, which is every Debian: for each read it starts one process, where the shell
 * alone needs six (`timeout`, `head`, `tail` and what holds them together). Half of the work on the host was those.
 *
 * Reads come on standard input as NUL-ended words: how many there are, then number, bytes, seconds, command and
 * arguments; one word alone is the number of a read that needs root. Only the core language, because each module costs
 * more to load than a read to run.
 */
export const perlRunner = String.raw`
$/ = "\0"; $| = 1; my $N = shift; my $pid;
$SIG{$_} = sub { kill "KILL", -$pid if $pid; exit 1 } for qw(PIPE HUP INT TERM);
sub word { my $w = <STDIN>; chomp $w; $w }
while (defined(my $count = <STDIN>)) {
  chomp $count;
  my ($n, $bytes, $seconds, @argv) = map { word() } 1 .. $count;
  print "\n$N $n out\n";
  if (!@argv) { print "\n$N $n end root\n"; next }
  pipe(my $out, my $out_end) && pipe(my $err, my $err_end) or last;
  $pid = fork;
  defined $pid or last;
  if (!$pid) {
    setpgrp; open STDIN, "<", "/dev/null"; open STDOUT, ">&", $out_end; open STDERR, ">&", $err_end;
    exec { $argv[0] } @argv;
    print STDERR "$argv[0]: $!\n"; exit 127;
  }
  close $out_end; close $err_end;
  my ($left, $said, $late, $end) = ($bytes, "", 0, time + $seconds + 1);
  my %open = (out => $out, err => $err);
  while (%open) {
    my $ready = "";
    vec($ready, fileno $_, 1) = 1 for values %open;
    my $wait = $end - time;
    if ($wait <= 0) {
      kill(($late ? "KILL" : "TERM"), -$pid);
      last if $late++;
      $end = time + 1; next;
    }
    select($ready, undef, undef, $wait) > 0 or next;
    for my $from (keys %open) {
      next if !vec($ready, fileno $open{$from}, 1);
      my $got = sysread $open{$from}, my $part, 65536;
      if (!$got) { close delete $open{$from}; next }
      if ($from eq "err") { $said .= $part; $said = substr $said, -500 if length $said > 500; next }
      print substr $part, 0, $left;
      $left -= $got;
      close delete $open{out} if $left <= 0;
    }
  }
  local $SIG{ALRM} = sub { $late = 1; kill "KILL", -$pid };
  alarm($end > time ? $end - time : 1); waitpid $pid, 0; alarm 0;
  my $status = $late ? 124 : $? & 127 ? 128 + ($? & 127) : $? >> 8;
  $pid = 0;
  print "\n$N $n end $status\n$said";
}
`;
