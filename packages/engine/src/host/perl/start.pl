# Secondlock's part on a host: journals, arms, applies, confirms and rolls back changes. It lies in /var/lib/secondlock
# while a change waits to be confirmed, because nobody else is there to take it back after a lock-out or a restart.
# Only the core language and what perl-base has, so that it runs on every Debian and Ubuntu.
use strict;
use warnings;
use Fcntl qw(:flock :mode O_RDONLY O_WRONLY O_CREAT O_EXCL O_DIRECTORY O_NOFOLLOW O_NONBLOCK);
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
my $STAGE   = "/run/secondlock";
my @ACCOUNT = map { ("/etc/$_", "/etc/$_-") } qw(passwd shadow group gshadow subuid subgid);

# ---- what is said to the operator: one line each, words separated by tabs, free text as hexadecimal digits

sub say_line { print join("\t", @_), "\n" }
sub hex_of { unpack "H*", $_[0] }
sub fail { say_line("failed", hex_of($_[0])); exit 1 }
