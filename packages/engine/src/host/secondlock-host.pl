# Secondlock's part on a host: journals, arms, applies, confirms and rolls back changes. It lies in /var/lib/secondlock
# while a change waits to be confirmed, because nobody else is there to take it back after a lock-out or a restart.
# Only the core language and what perl-base has, so that it runs on every Debian and Ubuntu.
use strict;
use warnings;
use Fcntl qw(:flock :mode O_RDONLY O_WRONLY O_CREAT O_EXCL O_NOFOLLOW O_NONBLOCK);
use IO::Handle;
use POSIX ();

$ENV{PATH} = "/usr/sbin:/usr/bin:/sbin:/bin";
$ENV{LC_ALL} = "C";
delete @ENV{qw(BASH_ENV ENV IFS CDPATH)};
umask 077;
$| = 1;

my $HOME    = "/var/lib/secondlock";
my $ARMED   = "$HOME/armed";
my $UNITS   = "/etc/systemd/system";
my @ACCOUNT = map { ("/etc/$_", "/etc/$_-") } qw(passwd shadow group gshadow subuid subgid);

# ---- what is said to the operator: one line each, words separated by tabs, free text as hexadecimal digits

sub say_line { print join("\t", @_), "\n" }
sub hex_of { unpack "H*", $_[0] }
sub fail { say_line("failed", hex_of($_[0])); exit 1 }

# ---- files, written so that a crash leaves the old or the new one

sub sync_dir {
  my ($path) = @_;
  open my $dir, "<", $path or return;
  $dir->sync;
}

sub parent { my ($path) = @_; $path =~ s{/[^/]*$}{}; $path eq "" ? "/" : $path }

sub write_file {
  my ($path, $content, $mode, $uid, $gid) = @_;
  my $temporary = parent($path) . "/.secondlock-$$";
  unlink $temporary;
  sysopen my $out, $temporary, O_WRONLY | O_CREAT | O_EXCL, 0600 or die "$path: $!\n";
  my $done = eval {
    my $at = 0;
    while ($at < length $content) {
      my $wrote = syswrite $out, $content, length($content) - $at, $at;
      defined $wrote or die "$path: $!\n";
      $at += $wrote;
    }
    if (defined $uid) { chown $uid, $gid, $temporary or die "$path: $!\n" }
    chmod $mode // 0600, $temporary or die "$path: $!\n";
    $out->sync or die "$path: $!\n";
    close $out or die "$path: $!\n";
    rename $temporary, $path or die "$path: $!\n";
    1;
  };
  if (!$done) { my $why = $@; unlink $temporary; die $why }
  sync_dir(parent($path));
}

# Whose folder a path lies in: the owner of the first folder on the way that is not root's, or root. Such a person can put
# a link in the way at any moment, so nothing is ever written there with root's rights.
sub keeper {
  my ($path) = @_;
  my $at = "";
  for my $part (split m{/}, substr parent($path), 1) {
    $at .= "/$part";
    my @now = lstat $at or return 0;
    return $now[4] if $now[4] != 0;
  }
  0;
}

# does it with the rights of the account that the folder belongs to; root's own folders need no such care
sub as_keeper {
  my ($path, $do) = @_;
  my $uid = keeper($path);
  return $do->($uid) if $uid == 0;
  my ($name, $gid) = (getpwuid $uid)[0, 3];
  defined $gid or die "$path lies in a folder of nobody\n";
  my $pid = open(my $from, "-|") // die "$path: $!\n";
  if (!$pid) {
    $) = "$gid $gid"; $( = $gid; $< = $> = $uid;
    my $done = $> == $uid && $< == $uid && eval { $do->($uid); 1 };
    print $done ? "" : $@ || "the rights of $name cannot be taken\n";
    POSIX::_exit(0);
  }
  local $/;
  my $why = <$from> // "";
  close $from;
  die $why if $why ne "";
}

sub read_file {
  my ($path) = @_;
  open my $in, "<", $path or die "$path: $!\n";
  binmode $in;
  local $/;
  my $content = <$in>;
  defined $content ? $content : "";
}

sub make_dirs {
  my ($path, $made) = @_;
  return if -d $path;
  make_dirs(parent($path), $made);
  mkdir $path, 0755 or die "$path: $!\n";
  chmod 0755, $path;
  push @$made, $path if $made;
  sync_dir(parent($path));
}

sub quiet {
  my @argv = @_;
  my $pid = fork // return 255;
  if (!$pid) {
    open STDIN, "<", "/dev/null"; open STDOUT, ">", "/dev/null"; open STDERR, ">", "/dev/null";
    exec { $argv[0] } @argv or POSIX::_exit(127);
  }
  waitpid $pid, 0;
  $? & 127 ? 128 + ($? & 127) : $? >> 8;
}

# the end of what a program says, with its status
sub told {
  my @argv = @_;
  my $pid = open(my $from, "-|") // return (255, "");
  if (!$pid) {
    open STDIN, "<", "/dev/null"; open STDERR, ">&", \*STDOUT;
    exec { $argv[0] } @argv or do { print "$argv[0]: $!\n"; POSIX::_exit(127) };
  }
  local $/;
  my $text = <$from> // "";
  close $from;
  ($? & 127 ? 128 + ($? & 127) : $? >> 8, substr $text, -2000);
}

# ---- one at a time: a run that hangs never keeps the roll-back from running

sub alone {
  my ($force) = @_;
  make_dirs($HOME);
  chmod 0700, $HOME;
  open our $mutex, ">>", "$HOME/mutex" or fail("$HOME/mutex: $!");
  for (1 .. ($force ? 20 : 100)) {
    last if flock $mutex, LOCK_EX | LOCK_NB;
    select undef, undef, undef, 0.1;
  }
  if (!flock $mutex, LOCK_EX | LOCK_NB) {
    fail("another run of Secondlock is at work on this host") if !$force;
    my $pid = eval { read_file("$HOME/running") } // "";
    kill "KILL", -$pid if $pid =~ /^\d+$/ && (eval { read_file("/proc/$pid/cmdline") } // "") =~ /secondlock/;
    flock $mutex, LOCK_EX;
  }
  setpgrp;
  eval { write_file("$HOME/running", $$) };
}

sub armed { my $id = eval { read_file($ARMED) } // ""; $id =~ /^([0-9TZ]+-[0-9a-f]+)$/ ? $1 : undef }
sub journal { my ($id) = @_; $id =~ /^[0-9TZ]+-[0-9a-f]+$/ or fail("that is no journal's name"); "$HOME/journal/$id" }
sub mark { my ($id, $state) = @_; write_file(journal($id) . "/state", "$state\n") }
sub state_of { my ($id) = @_; my $state = eval { read_file(journal($id) . "/state") } // "unknown"; chomp $state; $state }
sub journals { opendir my $dir, "$HOME/journal" or return; sort grep { /^[0-9TZ]+-[0-9a-f]+$/ } readdir $dir }

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
  ((map { $last{$_} } @order), (map { { kind => "empty", path => pack "H*", $_ } } sort { length $b <=> length $a } @made), @sql, values %units, map { { kind => "reload", what => $_ } } @what);
}

# confirmed journals that no later undo took back
sub effective {
  my @standing;
  for my $id (grep { state_of($_) eq "confirmed" } journals()) {
    my ($undo) = (eval { read_file(journal($id) . "/request") } // "") =~ /^undo\t(\S+)$/m;
    if (defined $undo) { @standing = grep { $_ lt $undo } @standing }
    else { push @standing, $id }
  }
  @standing;
}

sub uid_of { my ($name) = @_; $name =~ /^\d+$/ ? $name : (getpwnam $name)[2] // die "there is no account $name\n" }
sub gid_of { my ($name) = @_; $name =~ /^\d+$/ ? $name : (getgrnam $name)[2] // die "there is no group $name\n" }

# ---- the journal: everything that will be touched, as it is now

sub paths_of {
  my ($wishes) = @_;
  my %seen;
  my @paths = map { $_->{kind} eq "account" ? @ACCOUNT : $_->{kind} eq "certificate" ? ($_->{path}, key_of($_->{path})) : exists $_->{path} ? $_->{path} : () } @$wishes;
  grep { !$seen{$_}++ } @paths;
}

sub keep_paths {
  my ($folder, @paths) = @_;
  my ($number, $bytes, @index) = (0, 0);
  for my $path (@paths) {
    $path =~ m{^/} && $path !~ m{/\.\.?(/|$)} or die "$path is no absolute path\n";
    my @now = lstat $path;
    my $line;
    if (!@now) { $line = join "\t", "absent", hex_of($path) }
    elsif (S_ISREG($now[2])) {
      my $content = read_file($path);
      $bytes += length $content;
      write_file("$folder/before/$number", $content);
      $line = join "\t", "file", hex_of($path), sprintf("%o", S_IMODE($now[2])), @now[4, 5, 9], $number++;
    } elsif (S_ISDIR($now[2])) { $line = join "\t", "folder", hex_of($path), sprintf("%o", S_IMODE($now[2])), @now[4, 5] }
    elsif (S_ISLNK($now[2])) { $line = join "\t", "link", hex_of($path), hex_of(readlink $path) }
    else { die "$path is neither a file nor a folder\n" }
    push @index, $line;
  }
  (\@index, $bytes);
}

sub unit_state {
  my ($unit) = @_;
  my (undef, $enabled) = told("systemctl", "is-enabled", $unit);
  my (undef, $active) = told("systemctl", "is-active", $unit);
  my ($one) = $enabled =~ /^([a-z-]+)$/m;
  my ($two) = $active =~ /^([a-z-]+)$/m;
  ($one // "unknown", $two // "unknown");
}

sub begin {
  local $/;
  my $request = <STDIN> // "";
  alone();
  if (my $id = armed()) {
    my $who = eval { (wishes(read_file(journal($id) . "/request")))[0]{who} } // "";
    say_line("busy", $id, $who, (stat $ARMED)[9] // 0);
    exit 1;
  }
  my $id = POSIX::strftime("%Y%m%dT%H%M%SZ", gmtime) . sprintf "-%04x", $$ & 0xffff;
  my $done = eval {
    my ($about, $wishes) = wishes($request);
    my $seconds = $about->{seconds} // "";
    $seconds =~ /^\d{1,5}$/ or die "the time to confirm is no number\n";
    my $folder = journal($id);
    make_dirs("$HOME/journal");
    chmod 0700, "$HOME/journal";
    mkdir $_, 0700 or die "$_: $!\n" for $folder, "$folder/before";
    write_file("$folder/request", $request);
    my ($index, $bytes) = keep_paths($folder, paths_of($wishes));
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
  if (!$done) { my $why = $@; eval { disarm() }; chomp $why; fail($why) }
  say_line("armed", $id);
}

# ---- armed: a timer of systemd takes everything back, and so does the next boot

sub arm {
  my ($id, $seconds) = @_;
  write_file("$HOME/host.pl", read_file($0)) if $0 ne "$HOME/host.pl" && -f $0;
  my $service = "[Service]\nType=oneshot\nTimeoutStartSec=120\nExecStart=/usr/bin/perl $HOME/host.pl";
  write_file("$UNITS/secondlock-rollback.service", "[Unit]\nDescription=Secondlock takes back a change that nobody confirmed\n$service rollback\n", 0644);
  write_file("$UNITS/secondlock-rollback.timer", "[Unit]\nDescription=Time to confirm a change of Secondlock\n[Timer]\nOnActiveSec=${seconds}s\nAccuracySec=1s\nRemainAfterElapse=no\n", 0644);
  # before sshd and the firewall come up with what nobody confirmed
  write_file("$UNITS/secondlock-rollback-at-boot.service", "[Unit]\nDescription=Secondlock takes back a change that was not confirmed before the restart\nDefaultDependencies=no\nRequiresMountsFor=$HOME /etc\nAfter=local-fs.target systemd-remount-fs.service\nBefore=sysinit.target network-pre.target nftables.service secondlock-firewall.service ssh.service ssh.socket\nConditionPathExists=$ARMED\n$service rollback boot\nRemainAfterExit=yes\n[Install]\nWantedBy=sysinit.target\n", 0644);
  quiet("systemctl", "daemon-reload") == 0 or die "systemd does not take the units of the roll-back\n";
  quiet("systemctl", "enable", "secondlock-rollback-at-boot.service") == 0 or die "the roll-back at boot cannot be enabled\n";
  write_file($ARMED, $id);
  quiet("systemctl", "restart", "secondlock-rollback.timer") == 0 or die "the timer of the roll-back does not start\n";
  mark($id, "armed");
}

sub disarm {
  quiet("systemctl", "stop", "secondlock-rollback.timer");
  quiet("systemctl", "disable", "secondlock-rollback-at-boot.service");
  unlink $ARMED;
  sync_dir($HOME);
  unlink map { "$UNITS/secondlock-rollback$_" } ".service", ".timer", "-at-boot.service";
  quiet("systemctl", "daemon-reload");
}

sub extend {
  my ($id) = @_;
  alone();
  (armed() // "") eq $id or fail("it is not waiting any more: it was confirmed or taken back");
  quiet("systemctl", "restart", "secondlock-rollback.timer") == 0 or fail("the timer of the roll-back does not start");
  say_line("extended", $id);
}

# ---- rehearse: the change in a private copy of /etc, and a second sshd in it that a real login can be tried on

my $STAGE = "/run/secondlock";

sub rehearse {
  my ($id) = @_;
  alone();
  (armed() // "") eq $id or fail("it is not waiting any more: it was confirmed or taken back");
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
    }
    check($_) for qw(ssh sudo nftables);
    1;
  };
  if (!$done) { my $why = $@; chomp $why; fail($why) }
  if (quiet("systemctl", "is-active", "-q", "ssh.service") != 0) { say_line("unable", hex_of("sshd does not run here")); return }
  my $port = free_port() // fail("no port is free for a second sshd");
  my $pid = fork // fail("no second sshd can be started");
  if (!$pid) {
    POSIX::setsid();
    open STDIN, "<", "/dev/null"; open STDOUT, ">", "/dev/null"; open STDERR, ">", "$STAGE/sshd.log";
    exec "timeout", "-k", "1", "90", "/usr/sbin/sshd", "-D", "-e", "-p", $port, "-o", "ListenAddress=127.0.0.1:$port", "-o", "PidFile=none";
    POSIX::_exit(127);
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
  kill "TERM", -$pid if $pid =~ /^\d+$/ && (eval { read_file("/proc/$pid/cmdline") } // "") =~ /sshd/;
  quiet("rm", "-rf", "--", $STAGE);
}

sub rehearsed {
  alone();
  end_rehearsal();
  say_line("ended");
}

# ---- apply

sub apply {
  my ($id) = @_;
  alone();
  (armed() // "") eq $id or fail("it is not waiting any more: it was confirmed or taken back");
  end_rehearsal();
  my $folder = journal($id);
  mark($id, "applying");
  my $done = eval {
    my ($about, $wishes) = wishes(read_file("$folder/request"));
    my @made;
    # a unit whose own file goes is stopped while the file can still say how
    my %goes = map { $_->{path} => 1 } grep { $_->{kind} eq "file" && !defined $_->{content} } @$wishes;
    bring_unit($_) for grep { $_->{kind} eq "unit" && $goes{"$UNITS/$_->{unit}"} } @$wishes;
    for my $wish (@$wishes) {
      make_dirs(parent($wish->{path}), \@made) if $wish->{kind} eq "file" && defined $wish->{content} && keeper($wish->{path}) == 0;
      write_file("$folder/made", join "", map { hex_of($_) . "\n" } @made) if @made;
      if ($wish->{kind} eq "file") { bring_file($wish) }
      elsif ($wish->{kind} eq "empty") { rmdir $wish->{path} }
      elsif ($wish->{kind} eq "link") { unlink $wish->{path}; symlink $wish->{to}, $wish->{path} or die "$wish->{path}: $!\n" }
      elsif ($wish->{kind} eq "modes") { bring_modes($wish) }
      elsif ($wish->{kind} eq "account") { bring_account($wish) }
      elsif ($wish->{kind} eq "certificate") { bring_certificate($wish, \@made); write_file("$folder/made", join "", map { hex_of($_) . "\n" } @made) }
    }
    # while the server still runs as before; what is in the files comes with its restart
    bring_sql($folder, $wishes);
    check($_->{what}) for grep { $_->{kind} eq "reload" } @$wishes;
    quiet("systemctl", "daemon-reload") if grep { $_->{kind} =~ /^(?:unit|reload)$/ } @$wishes;
    bring_unit($_) for grep { $_->{kind} eq "unit" } @$wishes;
    reload($_->{what}) for grep { $_->{kind} eq "reload" } @$wishes;
    let_in(@$_) for @{ $about->{open} // [] };
    keep_after($folder, $wishes);
    1;
  };
  if (!$done) {
    my $why = $@;
    chomp $why;
    take_back($id, 0);
    fail($why);
  }
  mark($id, "applied");
  say_line("applied", $id);
}

sub bring_file {
  my ($wish) = @_;
  my $path = $wish->{path};
  return gone($path) if !defined $wish->{content};
  my ($uid, $gid) = (uid_of($wish->{owner}), gid_of($wish->{group}));
  as_keeper($path, sub {
    my ($keeper) = @_;
    $keeper == 0 || $uid == $keeper or die "$path is to belong to $wish->{owner}, in a folder of somebody else\n";
    mkdir parent($path), 0700 if $keeper != 0;
    write_file($path, $wish->{content}, $wish->{mode}, $keeper == 0 ? ($uid, $gid) : ());
  });
}

sub gone {
  my ($path) = @_;
  as_keeper($path, sub { unlink $path or $!{ENOENT} or die "$path: $!\n"; sync_dir(parent($path)) });
}

# by an open file and never by its name: whoever owns the folder could put a link there in between
sub bring_modes {
  my ($wish) = @_;
  sysopen my $file, $wish->{path}, O_RDONLY | O_NOFOLLOW | O_NONBLOCK or $!{ENOENT} ? return : die "$wish->{path}: $!\n";
  chown uid_of($wish->{owner}), gid_of($wish->{group}), $file or die "$wish->{path}: $!\n";
  chmod $wish->{mode}, $file or die "$wish->{path}: $!\n";
}

sub key_of { my ($path) = @_; $path =~ s/\.crt$/.key/; $path }

# the key is made here and stays here; openssl writes it for root alone, and it is the server's own once it has its mode
sub bring_certificate {
  my ($wish, $made) = @_;
  my ($path, $key) = ($wish->{path}, key_of($wish->{path}));
  return if -e $path && -e $key;
  keeper($path) == 0 or die "$path lies in a folder of somebody else\n";
  make_dirs(parent($path), $made);
  my ($name) = $wish->{names} =~ /:([^,]+)/;
  must("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "3650",
    "-subj", "/CN=$name", "-addext", "subjectAltName=$wish->{names}", "-keyout", "$key.new", "-out", "$path.new");
  my ($uid, $gid) = (getpwnam $wish->{owner})[2, 3];
  defined $gid or die "there is no account $wish->{owner}\n";
  chown $uid, $gid, "$key.new" or die "$key: $!\n";
  chmod 0600, "$key.new" or die "$key: $!\n";
  chmod 0644, "$path.new" or die "$path: $!\n";
  rename "$key.new", $key or die "$key: $!\n";
  rename "$path.new", $path or die "$path: $!\n";
  sync_dir(parent($path));
}

sub must {
  my ($status, $text) = told(@_);
  return if $status == 0;
  my @lines = grep { /\S/ } split /\n/, $text;
  my ($error) = grep { /error/i } @lines;
  die "$_[0] says: " . substr($error // $lines[-1] // "nothing", 0, 300) . "\n";
}

sub bring_account {
  my ($wish, $without_home) = @_;
  my ($name, $wanted) = @$wish{qw(account wanted)};
  my $make = $wanted->{make} // "";
  if (!defined getpwnam $name) {
    return if $make eq "";
    must("useradd", $without_home ? "--no-create-home" : "--create-home", "--shell", $wanted->{shell} // "/bin/bash", $name) if $make eq "person";
    must("useradd", "--system", "--no-create-home", "--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin", $name) if $make eq "service";
  }
  for my $group (split /,/, $wanted->{into} // "") {
    must("groupadd", "--system", $group) if !defined getgrnam $group;
    must("gpasswd", "--add", $name, $group);
  }
  for my $group (split /,/, $wanted->{outof} // "") {
    my $members = (getgrnam $group)[3] // "";
    must("gpasswd", "--delete", $name, $group) if grep { $_ eq $name } split / /, $members;
  }
  must("usermod", "--shell", $wanted->{shell}, $name) if $wanted->{shell};
  # a hash that nothing matches keeps keys working: `usermod --lock` does the same, but fails on an empty one
  if (($wanted->{password} // "") eq "locked") {
    my $hash = (getpwnam $name)[1] // "";
    must("usermod", "--password", $hash =~ /^!/ ? $hash : "!$hash" eq "!" ? "!*" : "!$hash", $name);
  }
  must("usermod", "--expiredate", "1", $name) if $wanted->{expired};
}

sub bring_unit {
  my ($wish) = @_;
  return if quiet("systemctl", "cat", $wish->{unit}) != 0;
  must("systemctl", $wish->{enabled} ? "enable" : "disable", $wish->{unit});
  must("systemctl", $wish->{active} ? $wish->{restart} ? "restart" : "start" : "stop", $wish->{unit});
  return if !$wish->{restart} || !$wish->{active};
  # a program that cannot live within its new bounds ends at once
  sleep 2;
  quiet("systemctl", "is-active", "-q", $wish->{unit}) == 0 or die "$wish->{unit} does not run any more after its restart\n";
}

# ---- statements of a database server, always on standard input: names and hashes stand on no command line

my @RIGHTS = qw(global_priv user db tables_priv columns_priv procs_priv proxies_priv roles_mapping global_grants default_roles);

sub mysql_program { my ($name) = @_; my $new = $name eq "mysql" ? "mariadb" : "mariadb-dump"; (grep { -x "/usr/bin/$_" } $new, $name)[0] // $name }

sub sql_argv {
  my ($wish) = @_;
  return (mysql_program("mysql"), "--batch", "--skip-column-names", "--connect-timeout=5") if $wish->{engine} eq "mysql";
  ("runuser", "-u", "postgres", "--", "psql", "-X", "-q", "-A", "-t", "-w", "-1", "-v", "ON_ERROR_STOP=1", "-p", $wish->{port} || 5432, "-d", $wish->{database} || "postgres", "-f", "-");
}

sub ask_sql {
  my ($wish, $text, $folder) = @_;
  $text = "SET SESSION sql_mode = '';\n$text" if $wish->{engine} eq "mysql";
  write_file("$folder/statements", $text);
  my $pid = open(my $from, "-|") // die "$!\n";
  if (!$pid) {
    chdir "/";
    open STDIN, "<", "$folder/statements" or POSIX::_exit(126);
    open STDERR, ">&", \*STDOUT;
    my @argv = sql_argv($wish);
    exec { $argv[0] } @argv or POSIX::_exit(127);
  }
  local $/;
  my $said = <$from> // "";
  close $from;
  my $status = $?;
  unlink "$folder/statements";
  return $said if $status == 0;
  my ($line) = grep { /error|fatal/i } split /\n/, $said;
  die "$wish->{engine} says: " . substr($line // "nothing", 0, 300) . "\n";
}

# what brings the rows of some accounts back as they are now, or away where there are none
sub rows_now {
  my ($wish, $folder) = @_;
  my %there = map { $_ => 1 } split /\n/, ask_sql($wish, "SELECT table_name FROM information_schema.tables WHERE table_schema = 'mysql' AND table_type = 'BASE TABLE';\n", $folder);
  my @tables = grep { $there{$_} } @RIGHTS;
  my $pid = open(my $from, "-|") // die "$!\n";
  if (!$pid) {
    open STDIN, "<", "/dev/null"; open STDERR, ">", "/dev/null";
    my @argv = (mysql_program("mysqldump"), "--compact", "--no-create-info", "--skip-triggers", "--skip-lock-tables", "--complete-insert", "--hex-blob", "--where=$wish->{rows}", "mysql", @tables);
    exec { $argv[0] } @argv or POSIX::_exit(127);
  }
  local $/;
  my $rows = <$from> // "";
  close $from;
  $? == 0 or die "the accounts of the database server cannot be kept\n";
  join "", (map { "DELETE FROM mysql.$_ WHERE $wish->{rows};\n" } @tables), "USE mysql;\n$rows\nFLUSH PRIVILEGES;\n";
}

sub keep_sql {
  my ($folder, $wishes) = @_;
  my $number = 0;
  map {
    write_file("$folder/before/sql-$number", $_->{rows} ne "" ? rows_now($_, $folder) : $_->{undo});
    "sql\t" . $number++;
  } grep { $_->{kind} eq "sql" } @$wishes;
}

sub bring_sql {
  my ($folder, $wishes) = @_;
  my $number = 0;
  for my $wish (grep { $_->{kind} eq "sql" } @$wishes) {
    write_file("$folder/sql-$number", "started\n");
    ask_sql($wish, $wish->{statements}, $folder);
    write_file("$folder/sql-$number", "done\n");
    $number++;
  }
}

# wishes that take back the statements of a journal; an undo of an undo makes them again
sub sql_before {
  my ($id) = @_;
  my $folder = journal($id);
  my @sql = grep { $_->{kind} eq "sql" } @{ (wishes(read_file("$folder/request")))[1] };
  map { { %{ $sql[$_] }, number => $_, statements => read_file("$folder/before/sql-$_"), undo => $sql[$_]{statements} } } 0 .. $#sql;
}

sub sql_taken_back {
  my ($id) = @_;
  my $folder = journal($id);
  my @failed;
  for my $wish (reverse sql_before($id)) {
    my $at = eval { read_file("$folder/sql-$wish->{number}") } // next;
    # one that was cut off in between may not have been made at all
    eval { ask_sql($wish, $wish->{statements}, $folder); unlink "$folder/sql-$wish->{number}"; 1 } or $at ne "done\n" or push @failed, $@;
  }
  @failed;
}

# at boot no server runs yet: a unit waits for it
sub sql_at_boot {
  my ($id) = @_;
  return if !grep { -e journal($id) . "/sql-$_" } 0 .. 99;
  make_dirs("/run/systemd/system");
  write_file("/run/systemd/system/secondlock-sql-back.service", "[Unit]\nDescription=Secondlock takes back statements of databases\nAfter=mariadb.service mysql.service postgresql.service\n[Service]\nType=oneshot\nTimeoutStartSec=300\nExecStart=/usr/bin/perl $HOME/host.pl sql-back $id\n", 0644);
  quiet("systemctl", "daemon-reload");
  quiet("systemctl", "--no-block", "start", "secondlock-sql-back.service");
}

sub sql_back {
  my ($id) = @_;
  my @failed;
  for (1 .. 60) {
    @failed = sql_taken_back($id) or last;
    sleep 2;
  }
  mark_quietly($id, "partly taken back") if @failed;
}

# what a program itself says of its files, before it is told to read them
sub check {
  my ($what) = @_;
  must("nginx", "-t") if $what eq "nginx";
  must("sshd", "-t") if $what eq "ssh";
  must("visudo", "-c") if $what eq "sudo";
  must("nft", "-c", "-f", "/etc/secondlock/firewall.nft") if $what eq "nftables" && -f "/etc/secondlock/firewall.nft";
}

# whom a set of the table lets in for a time, and for how long still
sub open_now {
  my @open;
  for my $set (qw(admin_now_v4 admin_now_v6)) {
    my ($status, $text) = told("nft", "list", "set", "inet", "secondlock", $set);
    next if $status != 0;
    push @open, [$set, $1, $2] while $text =~ /([0-9a-f.:]+) timeout \w+ expires (\w+)/g;
  }
  @open;
}

# a set that is not there lets nobody in, and nothing closes then
sub let_in { my ($address, $seconds) = @_; quiet("nft", "add", "element", "inet", "secondlock", $address =~ /:/ ? "admin_now_v6" : "admin_now_v4", "{ $address timeout ${seconds}s }") }

my %reloads = (
  ssh        => ["systemctl", "reload", "ssh.service"],
  nftables   => ["systemctl", "reload-or-restart", "secondlock-firewall.service"],
  journald   => ["systemctl", "restart", "systemd-journald.service"],
  time       => ["systemctl", "restart", "systemd-timesyncd.service"],
  mariadb    => ["systemctl", "restart", "mariadb.service"],
  postgresql => ["systemctl", "restart", "postgresql.service"],
  nginx      => ["systemctl", "reload", "nginx.service"],
  alerts     => ["systemctl", "restart", "secondlock-alerts.service"],
);

sub reload {
  my ($what) = @_;
  # not `sysctl --system`: it reads /etc/sysctl.conf last, and so undoes what the boot would do
  return quiet("systemctl", "restart", "systemd-sysctl.service") if $what eq "sysctl";
  my $argv = $reloads{$what} or return;
  $argv = ["systemctl", "restart", "mysql.service"] if $what eq "mariadb" && quiet("systemctl", "cat", "mariadb.service") != 0;
  return if quiet("systemctl", "cat", $argv->[-1]) != 0;
  if ($what =~ /^(?:ssh|nginx)$/ && quiet("systemctl", "is-active", "-q", "$what.service") != 0) { return }
  # the table is made anew, and whom `open-ssh` let in for a time is let in for the rest of it
  my @open = $what eq "nftables" ? open_now() : ();
  must(@$argv);
  quiet("nft", "add", "element", "inet", "secondlock", $_->[0], "{ $_->[1] timeout $_->[2] }") for @open;
  # a restart alone leaves the new folder empty
  quiet("journalctl", "--flush") if $what eq "journald";
}

# what was written, so that a later look can tell a change by hand
sub keep_after {
  my ($folder, $wishes) = @_;
  mkdir "$folder/after", 0700;
  my ($number, @lines) = (0);
  for my $wish (grep { $_->{kind} eq "file" } @$wishes) {
    if (!defined $wish->{content}) { push @lines, join "\t", "absent", hex_of($wish->{path}); next }
    write_file("$folder/after/$number", $wish->{content});
    push @lines, join "\t", "file", hex_of($wish->{path}), $number++;
  }
  write_file("$folder/written", join "", map { "$_\n" } @lines);
}

# ---- confirm

sub confirm {
  my ($id) = @_;
  alone();
  (armed() // "") eq $id or fail("it is not waiting any more: it was confirmed or taken back");
  state_of($id) eq "applied" or fail("it is not applied yet");
  mark($id, "confirmed");
  disarm();
  unlink journal($id) . "/reserve";
  say_line("confirmed", $id);
}

# ---- roll back

sub rollback {
  my ($at) = @_;
  alone(1);
  my $id = armed();
  if (!defined $id) { say_line("nothing"); return }
  my @failed = take_back($id, ($at // "") eq "boot");
  say_line(@failed ? "partly" : "back", $id, map { hex_of($_) } @failed);
}

sub take_back {
  my ($id, $boot) = @_;
  my $folder = journal($id);
  my (@failed, @units, @reloads);
  eval { end_rehearsal() };
  # applied but confirmed in the last moment: whoever marked it first has won
  if (state_of($id) eq "confirmed") { disarm(); return }
  mark_quietly($id, "taking back");
  unlink "$folder/reserve";
  my @index = reverse split /\n/, read_file("$folder/index");
  # what did not run before is stopped while its own files are still there: they say how
  for my $line (grep { /^unit\t/ } @index) {
    my (undef, $name, $enabled, $active) = split /\t/, $line;
    next if $boot || $active eq "active";
    quiet("systemctl", "stop", $name);
    quiet("systemctl", "disable", $name) if $enabled !~ /^enabled/;
  }
  for my $line (@index) {
    my ($kind, @words) = split /\t/, $line;
    next if $kind eq "sql";
    if ($kind eq "unit") { push @units, [@words]; next }
    if ($kind eq "reload") { push @reloads, $words[0]; next }
    my $path = pack "H*", $words[0];
    eval {
      if ($kind eq "absent") { gone($path) }
      elsif ($kind eq "file") { restore_file($path, "$folder/before/$words[5]", @words[1 .. 4]) }
      elsif ($kind eq "folder") { mkdir $path if !-e $path; chown @words[2, 3], $path; chmod oct $words[1], $path or die "$path: $!\n" }
      elsif ($kind eq "link") { unlink $path; symlink pack("H*", $words[1]), $path or die "$path: $!\n" }
      1;
    } or do { my $why = $@; chomp $why; push @failed, $why };
  }
  # what a run that was killed left half-written
  my %folders = map { my (undef, $hex) = split /\t/; parent(pack "H*", $hex) => 1 } grep { /^(?:absent|file)\t/ } @index;
  for my $place (keys %folders) { for my $left (glob "\Q$place\E/.secondlock-*") { eval { gone($left) } if $left =~ m{/\.secondlock-\d+$} } }
  for my $hex (reverse split /\n/, eval { read_file("$folder/made") } // "") { rmdir pack "H*", $hex }
  quiet("systemctl", "daemon-reload");
  for my $unit (@units) {
    my ($name, $enabled, $active, $restart) = @$unit;
    quiet("systemctl", $enabled =~ /^enabled/ ? "enable" : "disable", $name) if $enabled =~ /^(enabled|disabled)/;
    quiet("systemctl", $boot ? "--no-block" : (), $restart && !$boot ? "restart" : "start", $name) if $active eq "active";
  }
  if (!$boot) { for my $what (@reloads) { eval { reload($what); 1 } or push @failed, "$what: $@" } }
  if ($boot) { sql_at_boot($id) }
  else { push @failed, eval { sql_taken_back($id) } }
  mark_quietly($id, @failed ? "partly taken back" : "taken back");
  disarm();
  quiet("logger", "-p", "auth.crit", "-t", "secondlock", @failed ? "change $id could be taken back only in part: $failed[0]" : "change $id was not confirmed and is taken back");
  @failed;
}

# the state is for people; a full disk must not stop a roll-back
sub mark_quietly { my ($id, $state) = @_; eval { mark($id, $state) } }

sub restore_file {
  my ($path, $from, $mode, $uid, $gid, $mtime) = @_;
  my $content = read_file($from);
  as_keeper($path, sub {
    my ($keeper) = @_;
    my @owner = $keeper == 0 ? ($uid, $gid) : ();
    if (!eval { make_dirs(parent($path)); write_file($path, $content, oct $mode, @owner); 1 }) {
      # in place, when there is no room for a second file
      open my $out, ">", $path or die "$path: $!\n";
      print {$out} $content or die "$path: $!\n";
      close $out or die "$path: $!\n";
      chown @owner, $path if @owner;
      chmod oct $mode, $path;
    }
    utime $mtime, $mtime, $path;
  });
}

# ---- looking back

sub status {
  my $id = armed();
  say_line("armed", $id) if defined $id;
  for my $journal (journals()) {
    my ($about) = eval { wishes(read_file(journal($journal) . "/request")) };
    say_line("journal", $journal, hex_of(state_of($journal)), $about->{who} // "", $about->{plan} // "");
  }
  my %written;
  my $record = "";
  for my $journal (effective()) {
    my $folder = journal($journal);
    my ($about) = eval { wishes(read_file("$folder/request")) };
    $record = $about->{record} if defined $about->{record};
    for my $line (split /\n/, eval { read_file("$folder/written") } // "") {
      my ($kind, $path, $number) = split /\t/, $line;
      $written{$path} = $kind eq "absent" ? undef : "$folder/after/$number";
    }
  }
  for my $hex (sort keys %written) {
    my $path = pack "H*", $hex;
    my $now = -f $path ? eval { read_file($path) } : undef;
    my $then = defined $written{$hex} ? eval { read_file($written{$hex}) } : undef;
    my $same = defined $now && defined $then ? $now eq $then : !defined $now && !defined $then;
    say_line("written", $hex, $same ? "same" : defined $now ? "changed" : "gone");
  }
  say_line("standing", $_) for effective();
  say_line("record", $record);
  say_line("end");
}

# what an undo would bring back, and what stays all the same
sub show {
  my ($to) = @_;
  my @undone = grep { $_ ge ($to // "") } effective();
  @undone or fail("nothing that Secondlock changed here is left since then");
  for my $id (@undone) {
    my ($about) = wishes(read_file(journal($id) . "/request"));
    say_line("undone", $id, $about->{who} // "", $about->{plan} // "");
    say_line("stays", $_) for @{ $about->{stays} // [] };
  }
  for my $wish (wishes_before($undone[0])) {
    if ($wish->{kind} eq "file") { say_line(defined $wish->{content} ? "back" : "gone", hex_of($wish->{path})) }
    elsif ($wish->{kind} =~ /^(?:modes|link)$/) { say_line("back", hex_of($wish->{path})) }
    elsif ($wish->{kind} eq "sql") { say_line("back", hex_of("accounts and rights of $wish->{engine}")) }
    elsif ($wish->{kind} eq "unit") { say_line("unit", $wish->{unit}, $wish->{enabled} ? "enabled" : "disabled", $wish->{active} ? "running" : "stopped") }
  }
  say_line("end");
}

sub forget {
  alone();
  fail("a change waits to be confirmed") if defined armed();
  end_rehearsal();
  disarm();
  # what a write that was killed left beside its file
  my @hexes = map { map { (split /\t/)[1] } grep { /^(?:absent|file)\t/ } split /\n/, eval { read_file(journal($_) . "/index") } // "" } journals();
  my %folders = map { parent(pack "H*", $_) => 1 } @hexes;
  for my $folder (keys %folders, $UNITS) {
    opendir my $dir, $folder or next;
    for my $left (grep { /^\.secondlock-\d+$/ } readdir $dir) { eval { gone("$folder/$left") } }
  }
  quiet("rm", "-rf", "--", $STAGE);
  quiet("rm", "-rf", "--", $HOME);
  fail("$HOME cannot be removed") if -e $HOME;
  say_line("forgotten");
}

# ---- what was asked for; last, so that everything above is there

my ($action, @args) = @ARGV;
my %actions = (
  begin => \&begin, rehearse => \&rehearse, "rehearse-inside" => \&rehearse_inside, rehearsed => \&rehearsed, apply => \&apply, extend => \&extend, confirm => \&confirm, rollback => \&rollback,
  status => \&status, show => \&show, "sql-back" => \&sql_back, forget => \&forget,
);
my $run = $actions{ $action // "" } or fail("there is no action of that name");
$run->(@args);
exit 0;
