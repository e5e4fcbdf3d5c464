# ---- every sshd of this host: a reload of ssh.service reaches one of them, and any may be somebody's only way in

my $SSHD_CONFIG = "/etc/ssh/sshd_config";
my $OUR_DROP_INS = "$SSHD_CONFIG.d/00-secondlock*.conf";

# a server of root's that waits for logins and reads the files of this host; undef: something else
sub sshd_server {
  my ($pid) = @_;
  my $line = eval { read_file("/proc/$pid/cmdline") } // "";
  $line =~ s/\0/ /g;
  my $named = $line =~ s/^\S+: (\S.*?) *\[listener\] \d+ of .*/$1/s;
  # an old sshd does not name itself; a login that outlived its server has no parent either, but names its account
  return if !$named && $line !~ m{^\S*sshd };
  my ($parent, $uid) = (eval { read_file("/proc/$pid/status") } // "") =~ /^PPid:\t(\d+)\n.*^Uid:\t(\d+)\t/ms or return;
  return if $uid != 0 || !$named && $parent != 1;
  # in a container it is another host's
  return if (readlink "/proc/$pid/ns/pid" // "") ne (readlink "/proc/self/ns/pid" // "");
  my ($program) = $line =~ /^(\S+)/;
  my ($config) = $line =~ / -[46DdeGiqrtT]*f *(\S+)/;
  # one that is named from another folder, and so cannot be read here, may be ours
  return if defined $config && $config ne $SSHD_CONFIG && (eval { read_file($config) } // "Include") !~ /^\s*Include\b/mi;
  { pid => $pid, parent => $parent, named => $named, program => $program, config => $config };
}

# the child of a new connection looks like its parent until it has named itself
sub sshd_servers {
  my %found = map { my ($pid) = /(\d+)/; ($pid => scalar sshd_server($pid)) } glob "/proc/[0-9]*";
  grep { defined $_ && !defined $found{ $_->{parent} } } map { $found{$_} } sort { $a <=> $b } keys %found;
}

sub unit_of { my ($pid) = @_; (eval { read_file("/proc/$pid/cgroup") } // "") =~ m{([^/\n]+\.(?:service|scope))$}m ? $1 : "a program of its own" }

# it begins anew under the name that it was started with, and ends where there is no such file
sub begins_anew { my ($server) = @_; $server->{program} =~ m{^/} && -x $server->{program} }

# each will read the files, now or with its next start
sub check_sshd {
  must("sshd", "-t");
  for my $server (sshd_servers()) {
    must("sshd", "-t", "-f", $server->{config}) if defined $server->{config};
    next if begins_anew($server);
    die "sshd also runs as " . unit_of($server->{pid}) . " (pid $server->{pid}), which a reload does not reach; hint: start it anew, as /usr/sbin/sshd\n";
  }
  check_our_settings();
}

# What our files say is what sshd goes by: without an Include, or with something else before them, they are read for nothing.
sub check_our_settings {
  my @ours = grep { -f } glob $OUR_DROP_INS;
  my $id = armed();
  # an undo brings back what was
  return if !@ours || !defined $id || defined((request_of($id))[0]{undo});
  my $alone = "/run/secondlock-sshd";
  write_file($alone, "Include $OUR_DROP_INS\n");
  my ($wanted, $is) = map { settings_of(@$_) } ["-f", $alone], [];
  unlink $alone;
  # a host whose own keys are all elsewhere says nothing for our files alone
  return if !%$wanted;
  my %asked;
  for my $file (@ours) {
    # what stands in a Match block is for some accounts only
    my ($for_all) = split /^[ \t]*Match\b/mi, read_file($file), 2;
    $asked{ lc $_ } //= $file for ($for_all // "") =~ /^[ \t]*([A-Za-z0-9]+)[ \t=]/mg;
  }
  for my $keyword (sort grep { $wanted->{$_} } keys %asked) {
    my @says = @{ $is->{$keyword} // [] };
    my ($lost) = grep { my $value = $_; !grep { $_ eq $value } @says } @{ $wanted->{$keyword} };
    next if !defined $lost;
    die "$asked{$keyword} says $keyword $lost, and sshd would go by $keyword @says; hint: let $SSHD_CONFIG begin with: Include $SSHD_CONFIG.d/*.conf\n";
  }
}

# by keyword; nothing when sshd does not say
sub settings_of {
  my ($status, $text) = hear(["sshd", "-T", @_, "-C", "user=nobody,host=outside.invalid,addr=192.0.2.9,laddr=192.0.2.1,lport=22,rdomain="], quiet => 1);
  my %said;
  if ($status == 0) { push @{ $said{$1} }, $2 while $text =~ /^(\S+) (.*)$/mg }
  \%said;
}

# Where its stack lies is new with each start, unless the kernel puts everything at one place; its sockets are new too,
# unless systemd holds them.
sub start_of_sshd {
  my ($pid) = @_;
  my ($stat) = (eval { read_file("/proc/$pid/stat") } // "") =~ /.*\) (.*)/s or return;
  my @sockets = sort grep { /^socket:/ } map { readlink $_ // () } glob "/proc/$pid/fd/*";
  { stack => (split / /, $stat)[25], count => scalar @sockets, sockets => "@sockets" };
}

sub has_begun_anew {
  my ($server, $before) = @_;
  my $now = start_of_sshd($server->{pid}) // return;
  return if $now->{stack} eq $before->{stack} && ($now->{sockets} eq $before->{sockets} || $now->{count} < $before->{count});
  # it names itself once it listens
  my $named = (sshd_server($server->{pid}) // return)->{named};
  $named eq $server->{named};
}

# systemd starts it with the next connection, and it reads the files then
sub waits_on_socket {
  my ($unit) = @_;
  my (undef, $said) = told("systemctl", "show", "-p", "TriggeredBy", $unit);
  grep { quiet("systemctl", "is-active", "-q", $_) == 0 } $said =~ /([^\s=]+\.socket)/g;
}

# units whose sshd is told, kept for whoever comes next: it may end, and who told it may be ended as well
my $TOLD = "/run/secondlock-sshd-told";

sub fallen { grep { quiet("systemctl", "is-active", "-q", $_) != 0 && !waits_on_socket($_) } split /\n/, eval { read_file($TOLD) } // "" }

# Nobody gets in while sshd reads its files anew, and whoever comes through one that has not would confirm nothing.
sub reload_sshd {
  my ($reload) = @_;
  my @why;
  for my $unit (fallen()) {
    quiet("systemctl", "reset-failed", $unit);
    quiet("systemctl", "start", $unit) == 0 or push @why, "the sshd of $unit ended, and does not start again; hint: look at journalctl -u $unit";
  }
  my (undef, $main) = told("systemctl", "show", "-p", "MainPID", $reload->[-1]);
  my @servers = sshd_servers();
  # one that reads other files, or that nobody knows for what it is
  must(@$reload) if $main =~ /^MainPID=([1-9]\d*)$/m && !grep { $_->{pid} == $1 } @servers;
  my %units = map { unit_of($_->{pid}) => 1 } @servers;
  eval { write_file($TOLD, join "", map { "$_\n" } grep { /\.service$/ } keys %units) };
  for my $server (grep { begins_anew($_) } @servers) {
    # before it is told: one that has ended belongs to nothing any more
    my ($pid, $before, $unit) = ($server->{pid}, start_of_sshd($server->{pid}), unit_of($server->{pid}));
    if ($main !~ /^MainPID=$pid$/m) { kill "HUP", $pid }
    elsif (!eval { must(@$reload); 1 }) { push @why, $@; next }
    my $left = 150;
    select undef, undef, undef, 0.1 while kill(0, $pid) && !has_begun_anew($server, $before) && --$left;
    # that of Debian 12 ends where systemd holds its socket, for it cannot have that twice
    next if $left && (kill(0, $pid) || waits_on_socket($unit));
    push @why, "the sshd of $unit (pid $pid) " . ($left ? "ended when it was" : "does not read its files anew when it is") . " told to; hint: look at journalctl -u $unit";
  }
  chomp @why;
  die join("; ", @why) . "\n" if @why;
  unlink $TOLD;
}
