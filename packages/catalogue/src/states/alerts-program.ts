import { alertsFollow } from "./alerts-follow.ts";
import { alertsKeys } from "./alerts-keys.ts";
import { alertsSend } from "./alerts-send.ts";
import { alertsSudo } from "./alerts-sudo.ts";

/**
 * The program that tells people, whole. Only what perl-base has: it is on every Debian. It keeps its place, its queues and
 * what is done in its state folder, each written beside its place and renamed.
 */
export const alertsProgram = [
  String.raw`#!/usr/bin/perl
# Managed by Secondlock: tells people of every login, sudo and new key. It follows sshd, sudo and su: journalctl -f -o json.
# Each line that it prints is a record: noticed, quiet, delivered, failed, with the id of the alert.
use strict;
use warnings;
use Fcntl;
use IO::Handle;
use POSIX ();

$| = 1;
$ENV{PATH} = "/usr/sbin:/usr/bin:/sbin:/bin";
my ($STATE) = ($ENV{STATE_DIRECTORY} // "/var/lib/secondlock-alerts") =~ /^([^:]+)/;
my $CREDENTIALS = $ENV{CREDENTIALS_DIRECTORY} // "/etc/secondlock";

sub say_line { print join("\t", map { plain($_) } @_), "\n" }

# what others wrote is shown, and does nothing: no control characters, no lines of its own, not without an end
sub plain { my $text = $_[0] // ""; $text =~ s/[^\x20-\x7e]/?/g; length $text > 300 ? substr($text, 0, 297) . "..." : $text }

sub slurp { my ($path) = @_; open my $file, "<", $path or return; local $/; scalar <$file> }

# whole or not at all
sub put {
  my ($path, $text) = @_;
  open my $file, ">", "$path.new" or die "$path: $!\n";
  print {$file} $text and $file->flush and $file->sync and close $file or die "$path: $!\n";
  rename "$path.new", $path or die "$path: $!\n";
}

sub config {
  my %conf = (host => (POSIX::uname())[1], channels => [], quiet => [], secrets => {});
  for my $line (split /\n/, slurp("$CREDENTIALS/channels") // "") {
    my ($word, @rest) = split / /, $line;
    next if !defined $word || $word =~ /^#/;
    $conf{host} = $rest[0] if $word eq "host";
    push @{ $conf{channels} }, { name => $rest[0], kind => $rest[1], words => [@rest[2 .. $#rest]] } if $word eq "channel" && ($rest[0] // "") =~ /^[a-z0-9][a-z0-9._-]*$/;
  }
  $conf{quiet} = [grep { !/^#|^$/ } split /\n/, slurp("$CREDENTIALS/quiet") // ""];
  for my $line (split /\n/, slurp("$CREDENTIALS/secrets") // "") { $conf{secrets}{$1} = $2 if $line =~ /^([A-Z][A-Z0-9_]*)=(.+?)\s*$/ }
  \%conf;
}

# an alert in one line for people
sub line_of {
  my ($alert) = @_;
  my %words = (login => "login of", sudo => "sudo by", su => "su by", key => "new key for", gap => "a gap in the journal of", drill => "drill by", channel => "no alerts reach the channel", summary => "");
  my $from = $alert->{from} eq "" ? "" : $alert->{kind} eq "key" ? "in $alert->{from}" : $alert->{kind} eq "drill" ? "marked $alert->{from}" : "from $alert->{from}" . (defined $alert->{port} ? " port $alert->{port}" : "");
  my $what = join " ", grep { $_ ne "" } $words{ $alert->{kind} } // $alert->{kind}, $alert->{who}, $from;
  join(", ", grep { $_ ne "" } $what, $alert->{how}) . " at $alert->{when}";
}

# ---- queues

# what goes first, from the queue too: whatever others can make many of goes last
sub rank { { login => 1, sudo => 2, su => 2, drill => 9 }->{ $_[0] } // 5 }

sub queue_of { "$STATE/queue.$_[0]" }

sub queued { my ($name) = @_; opendir my $folder, queue_of($name) or return; map { queue_of($name) . "/$_" } sort grep { /^\d+-[\w.-]+$/ && !/\.new$/ } readdir $folder }

sub queue_full { my ($conf) = @_; scalar grep { queued($_->{name}) >= 1000 } @{ $conf->{channels} } }

sub enqueue {
  my ($name, $alert) = @_;
  my $path = queue_of($name) . sprintf "/%d%016d-%s", rank($alert->{kind}), $alert->{micro}, $alert->{id};
  return if -e $path || grep { $_ eq $alert->{id} } split /\n/, slurp("$STATE/done.$name") // "";
  put($path, join "", map { "$_\t$alert->{$_}\n" } sort grep { !ref $alert->{$_} } keys %$alert);
}

sub read_alert { my ($path) = @_; return { file => $path, how => "", from => "", who => "", when => "", map { split /\t/, $_, 2 } split /\n/, slurp($path) // "" } }

# so that an entry which is read again after a crash is not told again
sub done { my ($name, @ids) = @_; my @all = (split(/\n/, slurp("$STATE/done.$name") // ""), @ids); splice @all, 0, @all - 500 if @all > 500; put("$STATE/done.$name", join "", map { "$_\n" } @all) }
`,
  alertsFollow,
  alertsSudo,
  alertsSend,
  alertsKeys,
  String.raw`
# journalctl -o json | alerts try: what would be told, and what is quiet
sub try_out {
  my $conf = config();
  while (my $line = <STDIN>) {
    my $entry = entry_of($line) or next;
    my $alert = alert_of($entry) or next;
    my $quiet = is_quiet($conf, $alert);
    $alert->{when} = POSIX::strftime("%Y-%m-%d %H:%M:%S UTC", gmtime($entry->{__REALTIME_TIMESTAMP} / 1_000_000));
    say_line($quiet ? "quiet" : "noticed", line_of($alert));
  }
}

# alerts send: one message to each channel now, past the queues, and what each says
sub send_now {
  my $conf = config();
  my $alert = { kind => "drill", id => "send-" . time, host => $conf->{host}, who => "root", from => "by hand", how => "a test: nobody has to do anything", when => POSIX::strftime("%Y-%m-%d %H:%M:%S UTC", gmtime) };
  for my $channel (@{ $conf->{channels} }) {
    my $why = eval { deliver($conf, $channel, $alert) } // $@;
    chomp $why;
    say_line($why eq "" ? "delivered" : "failed", $channel->{name}, $why);
  }
}

my %actions = (follow => \&follow, keys => \&watch_keys, try => \&try_out, send => \&send_now);
my $run = $actions{ $ARGV[0] // "" } or die "usage: alerts follow|keys|try|send\n";
$run->();
`,
].join("");
