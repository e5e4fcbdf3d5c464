/**
 * What runs the reads on a host that has perl, which is every Debian: for each read it starts one process, where the shell
 * alone needs six (`timeout`, `head`, `tail` and what holds them together), and it runs a few reads at a time, because
 * many only wait for another program's answer.
 *
 * The nonce comes first on standard input, then the reads as NUL-ended words: how many there are, then number, bytes, seconds, command and
 * arguments; one word alone is the number of a read that needs root. A frame is written whole once its read has ended.
 * Only the core language, because each module costs more to load than a read to run, and the smallest perl has few.
 */
export const perlRunner = String.raw`
$/ = "\0"; $| = 1;
my ($N, $most, $more, %jobs) = ("", shift, 1);
# not exit: that would write what is left to write, and wait for a reader who may be gone deaf
$SIG{$_} = sub { kill "KILL", (map { -$_ } keys %jobs), $$ } for qw(PIPE HUP INT TERM);
sub word { my $w = <STDIN>; defined $w or return; chomp $w; $w }
$N = word();
sub start {
  my $count = word();
  defined $count or return $more = 0;
  my ($n, $bytes, $seconds, @argv) = map { word() } 1 .. $count;
  if (!@argv) { print "\n$N $n out\n\n$N $n end root\n"; return }
  pipe(my $out, my $out_end) && pipe(my $err, my $err_end) or return $more = 0;
  my $pid = fork;
  defined $pid or return $more = 0;
  if (!$pid) {
    setpgrp; open STDIN, "<", "/dev/null"; open STDOUT, ">&", $out_end; open STDERR, ">&", $err_end;
    exec { $argv[0] } @argv;
    print STDERR "$argv[0]: $!\n"; exit 127;
  }
  # here as well: the child may not have come so far when the group has to be killed
  setpgrp $pid, $pid;
  $jobs{$pid} = { n => $n, left => $bytes, out => "", err => "", open => { out => $out, err => $err }, end => time + $seconds + 1, late => 0 };
}
sub take {
  my ($job, $from) = @_;
  my $got = sysread $job->{open}{$from}, my $part, 65536;
  if (!$got) { close delete $job->{open}{$from}; return }
  if ($from eq "err") {
    $job->{err} .= $part;
    $job->{err} = substr $job->{err}, -500 if length $job->{err} > 500;
    return;
  }
  $job->{out} .= substr $part, 0, $job->{left};
  $job->{left} -= $got;
  close delete $job->{open}{out} if $job->{left} <= 0;
}
while ($more || %jobs) {
  start() while $more && keys %jobs < $most;
  my ($ready, $wait) = ("", 1);
  for my $job (values %jobs) {
    vec($ready, fileno $_, 1) = 1 for values %{ $job->{open} };
    $wait = 0.005 if !%{ $job->{open} };
  }
  my $some = %jobs ? select($ready, undef, undef, $wait) : 0;
  for my $pid (keys %jobs) {
    my $job = $jobs{$pid};
    for my $from ($some > 0 ? keys %{ $job->{open} } : ()) { take($job, $from) if vec($ready, fileno $job->{open}{$from}, 1) }
    if (time >= $job->{end}) {
      kill(($job->{late}++ ? "KILL" : "TERM"), -$pid);
      $job->{end} = time + 1;
      $job->{open} = {} if $job->{late} > 1;
    }
    next if %{ $job->{open} } || waitpid($pid, 1) != $pid;
    my $status = $job->{late} ? 124 : $? & 127 ? 128 + ($? & 127) : $? >> 8;
    delete $jobs{$pid};
    # a first shell that gives in may have left others of its group
    kill "KILL", -$pid;
    print "\n$N $job->{n} out\n$job->{out}\n$N $job->{n} end $status\n$job->{err}";
  }
}
`;
