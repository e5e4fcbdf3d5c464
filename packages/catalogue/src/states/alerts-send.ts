/**
 * The part of the alerts program that sends. Debian's perl-base has no TLS; `openssl` is there wherever certificates can be
 * checked, because ca-certificates needs it. Credentials go through its standard input: on a command line all would see them.
 */
export const alertsSend = String.raw`
# ---- sending: a process and a queue for each channel, so that one that hangs holds up no other

sub start_sender {
  my ($conf, $channel) = @_;
  mkdir queue_of($channel->{name}), 0700;
  my $parent = $$;
  my $pid = fork // die "fork: $!\n";
  return $pid if $pid;
  $SIG{CHLD} = "DEFAULT";
  my ($fails, $next, $all, @sent) = (0, 0, 0);
  while (getppid == $parent) {
    my @files = queued($channel->{name});
    @sent = grep { $_ > time - 60 } @sent;
    # 20 a minute one by one, then one for all that wait every 6 s, until none waits: at most 30 a minute, and whoever makes
    # a flood of them delays the one that tells of him by 6 s
    $all = @sent >= 20 || $all && @files > 0;
    if (!@files || time < $next || $all && @sent && time < $sent[-1] + 6) { select undef, undef, undef, 0.3; next }
    my @alerts = map { read_alert($_) } $all ? @files : $files[0];
    my $message = @alerts > 1 ? summary($conf, @alerts) : $alerts[0];
    my $why = eval { deliver($conf, $channel, $message) } // ($@ || "it ended without an answer");
    chomp $why;
    if ($why ne "") {
      $fails++;
      $next = time + ($fails < 6 ? 2 ** ($fails - 1) : 30);
      say_line("failed", $_->{id}, $channel->{name}, $why) for $fails < 4 || $fails % 20 == 0 ? $alerts[0] : ();
      tell_others($conf, $channel, $why) if $fails == 3;
      next;
    }
    $fails = 0;
    push @sent, time;
    my $now = time;
    done($channel->{name}, map { $_->{id} } @alerts);
    for my $alert (@alerts) {
      say_line("delivered", $alert->{id}, $channel->{name}, $now - int($alert->{micro} / 1_000_000), line_of($alert));
      unlink $alert->{file};
    }
  }
  POSIX::_exit(0);
}

# the first line names every account that logged in, and all logins have a line: nobody hides one behind other alerts
sub summary {
  my ($conf, @alerts) = @_;
  my %count;
  $count{ $_->{kind} }++ for @alerts;
  my ($newest) = sort { $b->{micro} <=> $a->{micro} } @alerts;
  @alerts = sort { rank($a->{kind}) <=> rank($b->{kind}) || $a->{micro} <=> $b->{micro} } @alerts;
  my @logins = grep { $_->{kind} eq "login" } @alerts;
  my @others = grep { $_->{kind} ne "login" } @alerts;
  my (%of, %places);
  for my $login (@logins) { push @{ $of{ $login->{who} } }, $login; $places{ $login->{who} }{ $login->{from} } = 1 }
  # many are told by account: the newest, and how many there were
  my @lines = @logins <= 20 ? map { line_of($_) } @logins : map { line_of($of{$_}[-1]) . ", the last of " . @{ $of{$_} } . " from " . keys(%{ $places{$_} }) . (keys %{ $places{$_} } == 1 ? " address" : " addresses") } sort keys %of;
  my @shown = splice @others, 0, @lines < 20 ? 20 - @lines : 0;
  push @lines, (map { line_of($_) } @shown), @others ? "and " . @others . " more, no login among them: journalctl -u secondlock-alerts" : ();
  my %names = (login => " of " . join " and ", sort keys %of);
  my @kinds = sort { rank($a) <=> rank($b) || $a cmp $b } keys %count;
  return { %$newest, kind => "summary", lines => [@lines], who => "", from => "", port => undef,
    how => @alerts . " alerts in one: " . join ", ", map { "$count{$_} $_" . ($names{$_} // "") } @kinds };
}

# a channel that fails is told of by the others
sub tell_others {
  my ($conf, $channel, $why) = @_;
  my $alert = { kind => "channel", id => "channel-$channel->{name}-" . time, micro => time . "000000", host => $conf->{host}, who => $channel->{name}, from => "", how => plain($why), when => POSIX::strftime("%Y-%m-%d %H:%M:%S UTC", gmtime) };
  enqueue($_->{name}, $alert) for grep { $_->{name} ne $channel->{name} } @{ $conf->{channels} };
}

# empty when it has arrived
sub deliver {
  my ($conf, $channel, $alert) = @_;
  my @words = map { my $word = $_; $word =~ s/^secret:(\w+)$/$conf->{secrets}{$1} \/\/ die "$1 has no value in \/etc\/secondlock\/alerts.secrets\n"/e; $word } @{ $channel->{words} };
  my @lines = ("[$alert->{host}] " . line_of($alert), @{ $alert->{lines} // [] });
  if ($channel->{kind} eq "slack" || $channel->{kind} eq "webhook" && $words[0] =~ m{^https://hooks\.slack\.com/}) {
    # so that nothing in a name becomes a link or calls a channel: https://docs.slack.dev/messaging/formatting-message-text
    my %inert = ("&" => "&amp;", "<" => "&lt;", ">" => "&gt;");
    return post($words[0], "application/json", json(text => join "\n", map { s/([&<>])/$inert{$1}/gr } @lines));
  }
  if ($channel->{kind} eq "webhook") {
    my @parts = map { ($_ => $alert->{$_}) } grep { ($alert->{$_} // "") ne "" } qw(id kind host who from port how when);
    return post($words[0], "application/json", json(@parts, text => join "\n", @lines));
  }
  if ($channel->{kind} eq "pushover") {
    my %form = (token => $words[0], user => $words[1], title => "Secondlock: $alert->{host}", message => substr(join("\n", @lines), 0, 1000));
    return post("https://api.pushover.net/1/messages.json", "application/x-www-form-urlencoded", join "&", map { "$_=" . escaped($form{$_}) } sort keys %form);
  }
  return mail($alert, \@lines, @words);
}

sub json { my @parts; while (my ($name, $value) = splice @_, 0, 2) { push @parts, quoted($name) . ":" . quoted($value) } "{" . join(",", @parts) . "}" }

sub quoted { my ($text) = @_; $text =~ s/(["\\])/\\$1/g; $text =~ s/\n/\\n/g; "\"$text\"" }

sub escaped { my ($text) = @_; $text =~ s/([^A-Za-z0-9._~-])/sprintf "%%%02X", ord $1/ge; $text }

sub post {
  my ($url, $type, $body) = @_;
  my ($scheme, $host, $port, $path) = $url =~ m{^(https?)://([A-Za-z0-9._-]+|\[[0-9a-fA-F:.]+\])(?::(\d+))?(/[!-~]*)?$} or return "its address is no URL";
  my $line = with_peer($host, $port // ($scheme eq "https" ? 443 : 80), $scheme eq "https" ? "tls" : "", sub {
    my ($peer) = @_;
    put_line($peer, "POST " . ($path // "/") . " HTTP/1.1", "Host: $host" . (defined $port ? ":$port" : ""), "User-Agent: secondlock-alerts", "Content-Type: $type", "Content-Length: " . length $body, "Connection: close", "", \$body);
    get_line($peer);
  });
  $line =~ m{^HTTP/1\.[01] 2\d\d\b} ? "" : $line =~ m{^HTTP/} ? "it answers " . plain(substr $line, 9, 60) : "it gives no answer";
}

sub mail {
  my ($alert, $lines, $server, $port, $from, $to, $user, $password) = @_;
  with_peer($server, $port, $port == 465 ? "tls" : "smtp", sub {
    my ($peer) = @_;
    my $ask = sub {
      my ($wanted, @said) = @_;
      put_line($peer, @said) if @said;
      my $line;
      do { $line = get_line($peer) } while $line =~ /^\d{3}-/;
      $line =~ /^$wanted/ or die "the mail server answers " . plain(substr $line, 0, 120) . "\n";
    };
    $ask->("220") if $port == 465;
    $ask->("250", "EHLO $alert->{host}");
    $ask->("235", "AUTH PLAIN " . base64("\0$user\0$password")) if ($user // "-") ne "-";
    $ask->("250", "MAIL FROM:<$from>");
    $ask->("25[01]", "RCPT TO:<$_>") for split /,/, $to;
    $ask->("354", "DATA");
    my @head = ("From: Secondlock <$from>", "To: " . join(", ", split /,/, $to), "Subject: " . substr("[$alert->{host}] $alert->{kind} $alert->{who}", 0, 70), "Date: " . POSIX::strftime("%a, %d %b %Y %H:%M:%S +0000", gmtime), "Message-ID: <$alert->{id}\@$alert->{host}.secondlock>", "Auto-Submitted: auto-generated", "");
    $ask->("250", @head, (map { s/^\./../r } @$lines), ".");
    eval { $ask->("221", "QUIT") };
    "";
  });
}

sub base64 {
  my ($text) = @_;
  my $out = join "", map { my $line = substr pack("u", $_), 1; chomp $line; $line } $text =~ /(.{1,45})/gs;
  $out =~ tr{${"`"} -_}{AA-Za-z0-9+/};
  my $pad = (3 - length($text) % 3) % 3;
  substr($out, -$pad) = "=" x $pad if $pad;
  $out;
}

# a connection for as long as the work on it takes; over TLS the name in the certificate is checked, and a fault ends it
sub with_peer {
  my ($host, $port, $tls, $work) = @_;
  (my $bare = $host) =~ tr/[]//d;
  my $log = "$STATE/tls.$$";
  my ($peer, $pid);
  my $answer = eval {
    local $SIG{ALRM} = sub { die "no answer within 20 s\n" };
    local $SIG{PIPE} = "IGNORE";
    alarm 20;
    if ($tls eq "") {
      require IO::Socket::IP;
      my $socket = IO::Socket::IP->new(PeerHost => $bare, PeerPort => $port, Timeout => 10) or die "no connection: $@\n";
      $peer = { in => $socket, out => $socket };
    } else {
      # -quiet also turns off the commands that s_client would read from what is sent (openssl-s_client(1))
      my $name = $bare =~ /:|^[\d.]+$/ ? "-verify_ip" : "-verify_hostname";
      my @argv = (qw(openssl s_client -quiet -verify_return_error), $name, $bare, $name eq "-verify_hostname" ? ("-servername", $bare) : (), $tls eq "smtp" ? (qw(-starttls smtp -name), (POSIX::uname())[1]) : (), "-connect", "$host:$port");
      pipe(my $theirs, my $in) && pipe(my $out, my $ours) or die "pipe: $!\n";
      $pid = fork // die "fork: $!\n";
      if (!$pid) {
        open STDIN, "<&", $theirs; open STDOUT, ">&", $ours; open STDERR, ">", $log;
        close $_ for $in, $out;
        exec @argv or POSIX::_exit(127);
      }
      close $_ for $theirs, $ours;
      $in->autoflush(1);
      $peer = { in => $out, out => $in };
    }
    $work->($peer);
  };
  my $why = $@;
  alarm 0;
  close $_ for $peer ? values %$peer : ();
  if ($pid) { kill "TERM", $pid; waitpid $pid, 0 }
  my $said = slurp($log) // "";
  unlink $log;
  my ($fault) = $said =~ /(verify error:[^\n]*)/;
  ($fault) = $said =~ /(connect:[^\n]*|Name or service[^\n]*|[^\n:]*getaddrinfo[^\n]*)/i if !defined $fault;
  die plain($fault) . "\n" if defined $fault && (!defined $answer || $answer !~ /^HTTP|^$/);
  die $why if !defined $answer;
  $answer;
}

sub put_line { my ($peer, @lines) = @_; my $text = join "", map { ref $_ ? $$_ : "$_\r\n" } @lines; print { $peer->{out} } $text or die "the connection is lost\n"; $peer->{out}->flush }

sub get_line { my ($peer) = @_; my $line = readline $peer->{in}; defined $line or die "the connection ends without an answer\n"; $line =~ s/\r?\n$//; $line }
`;
