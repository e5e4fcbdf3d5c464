# ---- certificates of a host's own

sub key_of { my ($path) = @_; $path =~ s/\.crt$/.key/; $path }

# the key is made here and stays here; openssl writes it for root alone, and it is the server's own once it has its mode
sub bring_certificate {
  my ($wish) = @_;
  my ($path, $key) = ($wish->{path}, key_of($wish->{path}));
  return if -e $path && -e $key;
  keeper($path) == 0 or die "$path lies in a folder of somebody else\n";
  my ($name) = $wish->{names} =~ /:([^,]+)/;
  must("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "3650",
    "-subj", "/CN=$name", "-addext", "subjectAltName=$wish->{names}", "-keyout", "$key.new", "-out", "$path.new");
  my ($uid, $gid) = (getpwnam $wish->{owner})[2, 3];
  defined $gid or die "there is no account $wish->{owner}\n";
  chown $uid, $gid, "$key.new" or die "$key: $!\n";
  chmod 0600, "$key.new" or die "$key: $!\n";
  chmod 0644, "$path.new" or die "$path: $!\n";
  sync_file($_) for "$key.new", "$path.new";
  rename "$key.new", $key or die "$key: $!\n";
  rename "$path.new", $path or die "$path: $!\n";
  sync_dir(parent($path));
}
