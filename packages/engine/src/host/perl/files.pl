# ---- files, written so that a crash leaves the old or the new one

sub parent { my ($path) = @_; $path =~ s{/[^/]*$}{}; $path eq "" ? "/" : $path }

# a folder that is gone has nothing to keep, and a few file systems cannot sync folders
sub sync_dir {
  my ($path) = @_;
  open my $dir, "<", $path or $!{ENOENT} ? return : die "$path: $!\n";
  $dir->sync or $!{EINVAL} or die "$path: $!\n";
}

sub sync_file { my ($path) = @_; open my $file, "<", $path or die "$path: $!\n"; $file->sync or die "$path: $!\n" }

# a name beside the file, that nobody else has; what is left of one that was killed is swept later
sub beside { my ($path) = @_; my $name = parent($path) . "/.secondlock-$$"; unlink $name; $name }

sub write_file {
  my ($path, $content, $mode, $uid, $gid) = @_;
  my $temporary = beside($path);
  sysopen my $out, $temporary, O_WRONLY | O_CREAT | O_EXCL, 0600 or die "$path: $!\n";
  my $done = eval {
    my $at = 0;
    while ($at < length $content) {
      my $wrote = syswrite $out, $content, length($content) - $at, $at;
      defined $wrote or die "$path: $!\n";
      $at += $wrote;
    }
    if (defined $uid) { chown $uid, $gid, $out or die "$path: $!\n" }
    chmod $mode // 0600, $out or die "$path: $!\n";
    $out->sync or die "$path: $!\n";
    close $out or die "$path: $!\n";
    rename $temporary, $path or die "$path: $!\n";
    1;
  };
  if (!$done) { my $why = $@; unlink $temporary; die $why }
  sync_dir(parent($path));
}

sub write_link {
  my ($path, $to) = @_;
  my $temporary = beside($path);
  symlink $to, $temporary or die "$path: $!\n";
  rename $temporary, $path or do { my $why = $!; unlink $temporary; die "$path: $why\n" };
  sync_dir(parent($path));
}

# a name in a folder, of what a journal keeps
sub is_name { my ($entry) = @_; $entry->{kind} =~ /^(?:absent|file|link)$/ }

# the folders where something was written
sub folders_of { my %folders = map { parent($_->{path}) => 1 } grep { is_name($_) } @_; keys %folders }

# what writes that were killed left beside their files
sub sweep {
  my (@folders) = @_;
  for my $folder (@folders) {
    opendir my $dir, $folder or next;
    for my $left (grep { /^\.secondlock-\d+$/ } readdir $dir) { eval { gone("$folder/$left") } }
  }
}

sub read_all {
  my ($in, $path) = @_;
  binmode $in;
  local $/;
  my $content = <$in>;
  die "$path: $!\n" if $in->error;
  $content // "";
}

sub read_file {
  my ($path) = @_;
  open my $in, "<", $path or die "$path: $!\n";
  read_all($in, $path);
}

sub make_dirs {
  my ($path) = @_;
  return if -d $path;
  make_dirs(parent($path));
  mkdir $path, 0755 or die "$path: $!\n";
  chmod 0755, $path;
  sync_dir(parent($path));
}

# noted before they are made, so that one that is cut off leaves no folder behind
sub make_noted {
  my ($id, $path) = @_;
  my @missing;
  for (my $at = $path; !-d $at; $at = parent($at)) { unshift @missing, $at }
  return if !@missing;
  my $notes = journal($id) . "/made";
  write_file($notes, (eval { read_file($notes) } // "") . join "", map { hex_of($_) . "\n" } @missing);
  make_dirs($path);
}

sub uid_of { my ($name) = @_; $name =~ /^\d+$/ ? $name : (getpwnam $name)[2] // die "there is no account $name\n" }
sub gid_of { my ($name) = @_; $name =~ /^\d+$/ ? $name : (getgrnam $name)[2] // die "there is no group $name\n" }

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

sub bring_link { my ($path, $to) = @_; as_keeper($path, sub { write_link($path, $to) }) }

sub gone {
  my ($path) = @_;
  as_keeper($path, sub { unlink $path or $!{ENOENT} or die "$path: $!\n"; sync_dir(parent($path)) });
}

# by an open file and never by its name: whoever owns the folder could put a link there in between
sub set_modes {
  my ($path, $mode, $uid, $gid) = @_;
  my $file = open_safely($path) // ($!{ENOENT} ? return : die over_link($path));
  my ($kind, $owner) = (stat $file)[2, 4];
  my $keeper = keeper($path);
  # whoever may write to a folder can move what lies in it to another place
  die "$path belongs to neither its folder's owner nor root, and is given to nobody else\n" if S_ISREG($kind) && $keeper != 0 && $uid != 0 && !grep { $owner == $_ } 0, $uid, $keeper;
  chown $uid, $gid, $file or die "$path: $!\n";
  chmod $mode, $file or die "$path: $!\n";
}

sub bring_modes { my ($wish) = @_; set_modes($wish->{path}, $wish->{mode}, uid_of($wish->{owner}), gid_of($wish->{group})) }

# a folder of before
sub restore_folder {
  my ($path, @rights) = @{ $_[0] }{qw(path mode owner group)};
  as_keeper($path, sub { mkdir $path, 0700 or $!{EEXIST} or die "$path: $!\n" });
  set_modes($path, @rights);
}

sub restore_file {
  my ($path, $from, $mode, $uid, $gid, $mtime) = @{ $_[0] }{qw(path kept mode owner group changed)};
  my $content = read_file($from);
  as_keeper($path, sub {
    my ($keeper) = @_;
    my @owner = $keeper == 0 ? ($uid, $gid) : ();
    if (!eval { make_dirs(parent($path)); write_file($path, $content, $mode, @owner); 1 }) {
      # in place, when there is no room for a second file
      open my $out, ">", $path or die "$path: $!\n";
      print {$out} $content or die "$path: $!\n";
      $out->flush && $out->sync or die "$path: $!\n";
      chown @owner, $out or die "$path: $!\n" if @owner;
      chmod $mode, $out or die "$path: $!\n";
      close $out or die "$path: $!\n";
    }
    utime $mtime, $mtime, $path;
  });
}
