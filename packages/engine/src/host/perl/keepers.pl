# ---- folders of other people: root never follows what they could put in the way

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

# seconds for one thing that is done with somebody's rights; whoever lets them pass is waited for no more
my $PATIENCE = 5;
my %stubborn;

# does it with the rights of the account that the folder belongs to, and tells what it gave; root's own folders need no such care
sub as_keeper {
  my ($path, $do) = @_;
  my $uid = keeper($path);
  return $do->($uid) if $uid == 0;
  my ($name, $gid) = (getpwuid $uid)[0, 3];
  defined $gid or die "$path lies in a folder of nobody\n";
  die "$path: $name stops what is done with their rights\n" if $stubborn{$uid};
  my $pid = open(my $from, "-|") // die "$path: $!\n";
  if (!$pid) {
    $) = "$gid $gid";
    POSIX::setgid($gid);
    POSIX::setuid($uid);
    my $gave = $> == $uid && $< == $uid ? eval { "done" . ($do->($uid) // "") } : undef;
    print $gave // ($@ || "the rights of $name cannot be taken\n");
    POSIX::_exit(0);
  }
  # the account can stop what has its rights, but not keep root from going on
  local $SIG{ALRM} = sub { $stubborn{$uid} = 1; kill "KILL", $pid };
  alarm $PATIENCE;
  my $said = eval { local $/; <$from> } // "";
  close $from;
  alarm 0;
  # whoever owns the rights can end it too, and then nothing says how far it came
  $said =~ s/^done// or die $said eq "" ? "$path: it was ended as $name in between\n" : $said;
  $said;
}

# Opens a file or a folder to look at it or to set its modes. From the first folder on that somebody else can write to, each
# is opened from the one before, as openat does, and no link is followed; a file there that has a second name may be anyone's.
sub open_safely {
  my ($path) = @_;
  my ($last, @folders) = reverse split m{/}, substr $path, 1;
  my ($at, $theirs, $folder) = ("", 0);
  for my $name (reverse @folders) {
    sysopen my $next, "$at/$name", O_RDONLY | O_DIRECTORY | ($theirs ? O_NOFOLLOW : 0) or return;
    # kept open, for its number is how the next one is reached
    $folder = $next;
    my ($mode, $uid) = (stat $folder)[2, 4];
    $theirs ||= $uid != 0 || $mode & 022;
    $at = "/proc/self/fd/" . fileno $folder;
  }
  sysopen my $file, "$at/$last", O_RDONLY | O_NOFOLLOW | O_NONBLOCK or return;
  my ($mode, $names) = (stat $file)[2, 3];
  die "$path has a second name, which may be somebody else's file\n" if $theirs && S_ISREG($mode) && $names > 1;
  $file;
}

sub over_link { my ($path) = @_; $!{ELOOP} || $!{ENOTDIR} ? "$path is reached over a link in a folder of somebody else\n" : "$path: $!\n" }

# what a file holds; over a link of somebody else only what they may read themselves, for it may be given back to them
sub read_safely {
  my ($path) = @_;
  my $file = open_safely($path);
  return read_all($file, $path) if $file;
  my $why = over_link($path);
  die $why if !$!{ELOOP} && !$!{ENOTDIR} || keeper($path) == 0;
  as_keeper($path, sub { read_file($path) });
}
