/**
 * The part of the alerts program that reads the journal. What an entry says is believed only with the fields that journald
 * itself adds (`_UID`, `_EXE`, `_SYSTEMD_UNIT`: systemd.journal-fields(7)): anybody may log under the name of sshd.
 */
export const alertsFollow = String.raw`
# ---- the journal

my (%OPEN, %GAPS, $CURSOR, $SINCE);

sub follow {
  my $conf = config();
  load_place();
  my @senders = map { start_sender($conf, $_) } @{ $conf->{channels} };
  # without one of its senders it ends, and systemd starts all of it again
  $SIG{CHLD} = sub { for my $pid (@senders) { exit 1 if waitpid($pid, POSIX::WNOHANG()) == $pid } };
  my $saved = 0;
  my ($machine) = (slurp("/etc/machine-id") // "") =~ /^([0-9a-f]{32})$/;
  while (1) {
    # -m, because -f alone looks at this boot only: what came before a reboot would be lost. It also shows what other
    # machines sent here, which is not ours to tell
    my @from = defined $CURSOR ? ("--after-cursor=$CURSOR") : ("--since=\@$SINCE");
    my @only = map { ("-t", $_) } qw(sshd sshd-session sudo su login pkexec systemd-journald secondlock-keys secondlock-drill);
    my $child = open my $journal, "-|", qw(journalctl -f -m --no-tail -q -o json), "--output-fields=MESSAGE,SYSLOG_IDENTIFIER,_UID,_EXE,_PID,_AUDIT_LOGINUID,_SYSTEMD_UNIT,_MACHINE_ID", @from, @only or die "journalctl: $!\n";
    my ($some, $rest) = (0, "");
    while (1) {
      # it may hear of nothing new (inotify does not work everywhere): after 10 quiet seconds it is started again
      vec(my $ready = "", fileno $journal, 1) = 1;
      if ($rest !~ /\n/) {
        my $heard = select $ready, undef, undef, 10;
        if ($heard == 0) { $some = 1; last }
        next if $heard < 0;
        sysread $journal, $rest, 65536, length $rest or last;
      }
      $rest =~ s/^([^\n]*)\n// or next;
      my $entry = entry_of($1) or next;
      $some = 1;
      # a queue that is full waits in the journal
      select undef, undef, undef, 0.5 while queue_full($conf);
      take($conf, $entry) if !defined $machine || ($entry->{_MACHINE_ID} // $machine) eq $machine;
      ($CURSOR, $SINCE) = ($entry->{__CURSOR}, int($entry->{__REALTIME_TIMESTAMP} / 1_000_000));
      # not for each of a flood: what is read again after a crash is told once, by its id
      next if $rest =~ /\n/ && $saved == time;
      save_place();
      $saved = time;
    }
    save_place();
    kill "TERM", $child;
    close $journal;
    # a cursor that the journal no longer knows: by time, and what is told twice has the same id
    if (!$some) { undef $CURSOR; sleep 1 }
  }
}

sub take {
  my ($conf, $entry) = @_;
  my $alert = alert_of($entry) or return;
  my ($series) = $entry->{__CURSOR} =~ /s=([0-9a-f]{8})/;
  my ($number) = $entry->{__CURSOR} =~ /;i=([0-9a-f]+)/;
  $alert->{id} = ($series // "0") . "-" . ($number // "0");
  $alert->{micro} = $entry->{__REALTIME_TIMESTAMP};
  $alert->{host} = $conf->{host};
  $alert->{when} = POSIX::strftime("%Y-%m-%d %H:%M:%S UTC", gmtime($alert->{micro} / 1_000_000));
  my $quiet = is_quiet($conf, $alert);
  $_ = plain($_) for values %$alert;
  if ($quiet) { say_line("quiet", $alert->{id}, line_of($alert)); return }
  say_line("noticed", $alert->{id}, line_of($alert));
  enqueue($_->{name}, $alert) for @{ $conf->{channels} };
}

# anchored on both ends; sshd's own lines only from root, the others only from the program itself
sub alert_of {
  my ($entry) = @_;
  my ($from, $text, $uid, $exe) = map { $_ // "" } @$entry{qw(SYSLOG_IDENTIFIER MESSAGE _UID _EXE)};
  if ($from =~ /^sshd(?:-session)?$/) {
    return if $uid ne "0" || ($exe ne "" && $exe !~ m{/sshd(?:-session)?$});
    if ($text =~ /^pam_unix\(sshd:session\): session closed for user /) { delete $OPEN{ $entry->{_PID} // "" }; return }
    my ($how, $who, $where, $port, $key) = $text =~ /^Accepted (\S+) for (\S+) from (\S+) port (\d+)(?: ssh2)?(?:: (.*))?$/ or return;
    delete $OPEN{ (sort keys %OPEN)[0] } if keys %OPEN >= 500;
    $OPEN{ $entry->{_PID} // "" } = "$who $where";
    return { kind => "login", who => $who, from => $where, port => $port, how => join " ", $how, $key // () };
  }
  if ($from eq "sudo") {
    return if $exe ne "" && $exe !~ m{/sudo(?:-rs)?$};
    return sudo_of($entry, $text);
  }
  if ($from eq "su") {
    return if $exe ne "" && $exe !~ m{/su$};
    my ($failed, $as, $who, $on) = $text =~ /^(FAILED SU )?\(to (\S+)\) (\S+) on (\S+)$/ or return;
    return if $who eq "root";
    return { kind => "su", who => $who, from => where_of($entry, $who), how => ($failed ? "refused: " : "") . "becomes $as" };
  }
  if ($from eq "pkexec") {
    return if $exe ne "" && $exe !~ m{/pkexec$};
    my ($who, $command) = $text =~ /^(\S+): Executing command .*\[COMMAND=(.*)\]$/ or return;
    return { kind => "sudo", who => $who, from => where_of($entry, $who), command => $command, how => "pkexec: " . short($command) };
  }
  if ($from eq "login") {
    return if $uid ne "0";
    my ($who) = $text =~ /^pam_unix\(login:session\): session opened for user ([^\s(]+)/ or return;
    return { kind => "login", who => $who, from => "the console", how => "password at the console" };
  }
  if ($from eq "systemd-journald") {
    return if $uid ne "0" || $exe !~ m{/systemd-journald$};
    my ($count, $unit) = $text =~ /^Suppressed (\d+) messages from (\S+)$/ or return;
    # a login or a sudo may be among them. Of a unit where nobody logs in, which may just talk much: once an hour
    my $time = $entry->{__REALTIME_TIMESTAMP} / 1_000_000;
    return if $unit !~ /^(?:sshd?[.@-]|session-|user@|getty@)/ && $time < ($GAPS{$unit} // 0) + 3600;
    %GAPS = () if keys %GAPS >= 500;
    $GAPS{$unit} = $time;
    return { kind => "gap", who => $unit, from => "", how => "$count messages are lost, and logins or sudo may be among them" };
  }
  if ($from eq "secondlock-keys") {
    return if ($entry->{_SYSTEMD_UNIT} // "") ne "secondlock-keys.service";
    my (undef, $who, $path, $print) = split /\t/, $text;
    return if $text !~ /^key\t/;
    return { kind => "key", who => $who, from => $path, how => $print // "" };
  }
  if ($from eq "secondlock-drill") {
    # secondlock drill leaves it as root: from anybody, a flood of them would cost nothing
    return if $uid ne "0" || $text !~ /^[0-9a-f]{16,64}$/;
    return { kind => "drill", who => behind($entry) // "root", from => $text, how => "a drill: nobody has to do anything" };
  }
  return;
}

# the account that logged in, as the kernel remembers it
sub behind {
  my ($entry) = @_;
  my $login = $entry->{_AUDIT_LOGINUID};
  defined $login && $login =~ /^\d+$/ && $login < 4294967295 ? scalar getpwuid $login : undef;
}

# where the person came from who is behind it: the login that the kernel remembers, else the account itself
sub where_of {
  my ($entry, $who) = @_;
  my $name = behind($entry);
  my %places = map { my ($user, $place) = split / /, $_; $user eq ($name // $who) ? ($place => 1) : () } values %OPEN;
  join(" or ", sort keys %places) || "this host";
}

# whole texts are compared, no patterns: 10.0.0.5 is not 10.0.0.51
sub is_quiet {
  my ($conf, $alert) = @_;
  return 0 if $alert->{kind} !~ /^(?:login|sudo)$/;
  my $place = "$alert->{who} from $alert->{from}";
  my $text = $alert->{kind} eq "sudo" ? "$place running $alert->{command}" : $place;
  scalar grep { $_ eq $text } @{ $conf->{quiet} };
}

sub load_place {
  $SINCE = time;
  for my $line (split /\n/, slurp("$STATE/place") // "") {
    my ($word, $value) = split / /, $line, 2;
    $CURSOR = $value if $word eq "cursor";
    $SINCE = $value if $word eq "since";
    $OPEN{$1} = $2 if $word eq "open" && $value =~ /^(\d+) (\S+ \S+)$/;
  }
  save_place();
}

sub save_place { put("$STATE/place", join "", defined $CURSOR ? "cursor $CURSOR\n" : "", "since $SINCE\n", map { "open $_ $OPEN{$_}\n" } grep { /^\d+$/ } sort keys %OPEN) }

# one entry of journalctl -o json: flat, its values text, lists of bytes for what is not plain text, or null
sub entry_of {
  my ($line) = @_;
  my %entry;
  while ($line =~ /\G[\s{,]*"((?:[^"\\]|\\.)*)"\s*:\s*(?:"((?:[^"\\]|\\.)*)"|\[([\d,\s]*)\]|null|[^,}]*)/gc) {
    my ($name, $text, $bytes) = ($1, $2, $3);
    next if exists $entry{$name};
    $entry{$name} = defined $text ? unescaped($text) : defined $bytes ? join("", map { chr } grep { /\d/ && $_ < 256 } split /[,\s]+/, $bytes) : undef;
  }
  defined $entry{__CURSOR} && ($entry{__REALTIME_TIMESTAMP} // "") =~ /^\d+$/ ? \%entry : undef;
}

sub unescaped {
  my ($text) = @_;
  my %plain = (n => "\n", t => "\t", r => "\r", b => "\b", f => "\f");
  $text =~ s/\\(?:u([0-9a-fA-F]{4})|(.))/defined $1 ? (hex $1 < 256 ? chr hex $1 : "?") : $plain{$2} \/\/ $2/ge;
  $text;
}
`;
