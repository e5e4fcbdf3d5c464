# ---- accounts of before: an undo may come long after, when others were made and passwords were set

my @LISTS = grep { !/-$/ } @ACCOUNT;

sub kept_as { my ($folder, $path) = @_; my ($name) = $path =~ m{([^/]+)$}; "$folder/accounts/$name" }

# as they are once the change is made: what differs later was done by somebody else
sub keep_accounts {
  my ($folder, $wishes) = @_;
  return if !grep { $_->{kind} =~ /^accounts?$/ } @$wishes;
  mkdir "$folder/accounts", 0700;
  for my $path (grep { -f } @LISTS) { write_file(kept_as($folder, $path), read_file($path)) }
}

sub bring_accounts {
  my ($wish) = @_;
  my ($files) = accounts_before(@{ $wish->{undone} });
  bring_file($_) for @$files;
}

# the account files as they were before some journals, and what stays all the same
sub accounts_before {
  my (@undone) = @_;
  my (%brought, %stays);
  my %text = map { $_ => text_at($_) } @LISTS;
  for my $id (reverse @undone) {
    my $folder = journal($id);
    my %before = map { $_->{path} => $_ } grep { my $path = $_->{path}; grep { $_ eq $path } @ACCOUNT } map { file_before($_) } entries_of($folder);
    next if !changes_accounts($id, \%before);
    if (!-d "$folder/accounts") { $stays{"accounts as they are: it is not known what $id did to them"} = 1; next }
    my %after = map { $_ => text_at(kept_as($folder, $_)) } @LISTS;
    if (!grep { !same($text{$_}, $after{$_}) } @LISTS) {
      %brought = %before;
      $text{$_} = $before{$_}{content} for @LISTS;
      next;
    }
    for my $path (grep { defined $text{$_} } map { "/etc/$_" } qw(passwd shadow group gshadow)) {
      my $merged = merged($path, $before{$path}{content}, $after{$path}, \%text, \%stays);
      next if $merged eq $text{$path};
      my @now = lstat $path;
      $brought{$path} = { mode => S_IMODE($now[2]), owner => $now[4], group => $now[5], %{ $brought{$path} // {} }, kind => "file", path => $path, content => $merged };
      $text{$path} = $merged;
    }
  }
  ([map { $brought{$_} } sort keys %brought], [sort keys %stays]);
}

# of an undo its paths tell it: they are kept all together
sub changes_accounts {
  my ($id, $before) = @_;
  my ($about, $wishes) = request_of($id);
  defined $about->{undo} ? $before->{ $ACCOUNT[-1] } : grep { $_->{kind} eq "account" } @$wishes;
}

sub lines_by_name { my ($text) = @_; map { /^([^:]+):/ ? ($1 => [split /:/, $_, -1]) : () } split /\n/, $text // "" }

# one list as it is now, without what the change did to its lines
sub merged {
  my ($path, $before, $after, $text, $stays) = @_;
  my %old = lines_by_name($before);
  my %new = lines_by_name($after);
  my %there = lines_by_name($text->{"/etc/passwd"});
  join "", map { "$_\n" } map {
    my @now = split /:/, $_, -1;
    my ($old, $new) = ($old{ $now[0] // "" }, $new{ $now[0] // "" });
    $stays->{"account $now[0], which a change made"} = 1 if $path eq "/etc/passwd" && $new && !$old;
    $old && $new ? join ":", merged_line($path, $old, $new, \@now, \%there, $stays) : $_;
  } split /\n/, $text->{$path};
}

sub merged_line {
  my ($path, $old, $new, $now, $there, $stays) = @_;
  my @line = @$now;
  # a password that was set since then stays, and none is given back in the place of one
  my $opens = $path =~ m{^/etc/(?:passwd|shadow)$} && $old->[1] eq "" && $new->[1] ne "";
  $stays->{"the lock of $now->[0]: it had no password before"} = 1 if $opens && $now->[1] eq $new->[1];
  for my $at (1 .. $#$now) {
    my ($was, $became) = ($old->[$at] // "", $new->[$at] // "");
    next if $was eq $became;
    if ($path =~ m{/(?:group|gshadow)$} && $at == 3) { $line[3] = merged_members($was, $became, $now->[3], $there); next }
    # the day of a password goes with it
    if ($at == 1 || $at == 2 && $path eq "/etc/shadow") { $line[$at] = $was if !$opens && $now->[1] eq $new->[1]; next }
    $line[$at] = $was if $now->[$at] eq $became;
  }
  @line;
}

sub merged_members {
  my ($was, $became, $now, $there) = @_;
  my %was = map { $_ => 1 } split /,/, $was;
  my %became = map { $_ => 1 } split /,/, $became;
  my @members = grep { $was{$_} || !$became{$_} } split /,/, $now;
  my %now = map { $_ => 1 } @members;
  join ",", @members, grep { !$became{$_} && !$now{$_} && $there->{$_} } split /,/, $was;
}
