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
  my ($status, $said) = hear([sql_argv($wish)], input => "$folder/statements");
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
  my @dump = (mysql_program("mysqldump"), "--compact", "--no-create-info", "--skip-triggers", "--skip-lock-tables", "--complete-insert", "--hex-blob");
  my ($status, $rows) = hear([@dump, "--where=$wish->{rows}", "mysql", @tables], quiet => 1);
  $status == 0 or die "the accounts of the database server cannot be kept\n";
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
