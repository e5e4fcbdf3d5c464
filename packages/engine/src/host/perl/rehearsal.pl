# ---- rehearse: the change in a private copy of /etc, and a second sshd in it that a real login can be tried on


sub rehearse {
  my ($id) = @_;
  alone();
  waiting_or_fail($id);
  end_rehearsal();
  quiet("rm", "-rf", "--", $STAGE);
  for my $path ($STAGE, "$STAGE/upper", "$STAGE/work") { mkdir $path, 0755 or fail("$path: $!") }
  chmod 0700, $STAGE;
  # it stands for /etc itself, which accounts like postgres have to pass
  chmod 0755, "$STAGE/upper";
  my ($status, $text) = told("unshare", "--mount", "--propagation", "private", "perl", "$HOME/host.pl", "rehearse-inside", $id);
  # it has said so itself, in lines of ours
  if ($text =~ /^((?:ready|failed|unable)\t.*)$/m) { print "$1\n"; return }
  say_line("unable", hex_of("a private copy of /etc cannot be made here"));
}

sub rehearse_inside {
  my ($id) = @_;
  my $mounted = "lowerdir=/etc,upperdir=$STAGE/upper,workdir=$STAGE/work";
  quiet("mount", "-t", "overlay", "overlay", "-o", $mounted, "/etc") == 0
    or do { say_line("unable", hex_of("a private copy of /etc cannot be mounted here")); return };
  my (undef, $wishes) = wishes(read_file(journal($id) . "/request"));
  my $done = eval {
    for my $wish (@$wishes) {
      next if exists $wish->{path} && $wish->{path} !~ m{^/etc/};
      if ($wish->{kind} eq "file") { make_dirs(parent($wish->{path})); bring_file($wish) }
      elsif ($wish->{kind} eq "modes") { bring_modes($wish) }
      elsif ($wish->{kind} eq "account") { bring_account($wish, "no home") }
      elsif ($wish->{kind} eq "accounts") { bring_accounts($wish) }
    }
    # a server that cannot be told is in the way of those changes only that it has to be told of
    my %told = map { $_->{what} => 1 } grep { $_->{kind} eq "reload" } @$wishes;
    check($_) for grep { $_ ne "ssh" || $told{ssh} } qw(ssh sudo nftables);
    1;
  };
  if (!$done) { my $why = $@; chomp $why; fail($why) }
  if (!sshd_servers() && quiet("systemctl", "is-active", "-q", "ssh.socket") != 0) { say_line("unable", hex_of("sshd does not run here")); return }
  my $port = free_port() // fail("no port is free for a second sshd");
  my $pid = fork // fail("no second sshd can be started");
  if (!$pid) {
    POSIX::setsid();
    open STDIN, "<", "/dev/null"; open STDOUT, ">", "/dev/null"; open STDERR, ">", "$STAGE/sshd.log";
    exec { "timeout" } "timeout", "-k", "1", "90", "/usr/sbin/sshd", "-D", "-e", "-p", $port, "-o", "ListenAddress=127.0.0.1:$port", "-o", "PidFile=none" or POSIX::_exit(127);
  }
  write_file("$STAGE/pid", $pid);
  for (1 .. 50) {
    if (IO::Socket::INET->new(PeerAddr => "127.0.0.1", PeerPort => $port, Timeout => 1)) { say_line("ready", $port); return }
    last if waitpid($pid, POSIX::WNOHANG()) == $pid;
    select undef, undef, undef, 0.1;
  }
  my ($said) = reverse split /\n/, eval { read_file("$STAGE/sshd.log") } // "";
  fail("a second sshd with these settings does not start: " . substr($said // "it says nothing", 0, 200));
}

sub free_port {
  require IO::Socket::INET;
  my $socket = IO::Socket::INET->new(Listen => 1, LocalAddr => "127.0.0.1", LocalPort => 0) or return;
  $socket->sockport;
}

sub end_rehearsal {
  my $pid = eval { read_file("$STAGE/pid") } // return;
  if ($pid =~ /^\d+$/ && (eval { read_file("/proc/$pid/cmdline") } // "") =~ /sshd/) {
    kill "TERM", -$pid;
    # gone before the others are looked for
    for (1 .. 50) { last if !kill 0, -$pid; select undef, undef, undef, 0.02 }
  }
  quiet("rm", "-rf", "--", $STAGE);
}

sub rehearsed {
  alone();
  end_rehearsal();
  say_line("ended");
}
