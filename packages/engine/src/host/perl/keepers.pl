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

# whether somebody else can write to a folder on the way: then what is there may change at any moment, and be anyone's
sub theirs {
  my ($path) = @_;
  my $at = "";
  for my $part (split m{/}, substr parent($path), 1) {
    $at .= "/$part";
    my ($mode, $uid) = (stat $at)[2, 4] or return 0;
    return 1 if $uid != 0 || $mode & 022;
  }
  0;
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

# most bytes of a file that is edited, or whose length somebody else decides
my $MOST_EDITED = 1024 * 1024;

# the rights of an open file, when it was changed, and what it holds
sub seen {
  my ($file, $path, $most) = @_;
  my ($mode, $owner, $group, $size, $changed) = (stat $file)[2, 4, 5, 7, 9];
  S_ISREG($mode) or die "$path is no regular file\n";
  my $content = "";
  # it may grow meanwhile
  while (!defined $most || $size <= $most && length $content <= $most) {
    my $got = sysread $file, $content, 65536, length $content;
    defined $got or die "$path: $!\n";
    return (S_IMODE($mode), $owner, $group, $changed, $content) if $got == 0;
  }
  die "$path is longer than $most bytes\n";
}

# One open file is both looked at and read. In a folder of somebody else only their own and what they may read themselves,
# for it may be given back to them.
sub seen_safely {
  my ($path, $most) = @_;
  $most //= $MOST_EDITED if theirs($path);
  my $keeper = keeper($path);
  my $file = open_safely($path);
  die over_link($path) if !$file && ($keeper == 0 || !$!{ELOOP} && !$!{ENOTDIR});
  return seen($file, $path, $most) if $file && ($keeper == 0 || (stat $file)[4] == $keeper);
  my $said = as_keeper($path, sub {
    sysopen my $own, $path, O_RDONLY | O_NONBLOCK or die "$path: $!\n";
    join " ", seen($own, $path, $most);
  });
  split / /, $said, 5;
}

sub read_safely { (seen_safely(@_))[4] }
