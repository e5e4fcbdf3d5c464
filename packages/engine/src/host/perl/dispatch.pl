# ---- what was asked for; last, so that everything above is there

my ($action, @args) = @ARGV;
my %actions = (
  begin => \&begin, rehearse => \&rehearse, "rehearse-inside" => \&rehearse_inside, rehearsed => \&rehearsed, apply => \&apply, confirm => \&confirm, rollback => \&rollback,
  "undo-all" => \&undo_all, status => \&status, show => \&show, look => \&look, "sql-back" => \&sql_back, forget => \&forget,
);
my $run = $actions{ $action // "" } or fail("there is no action of that name");
$run->(@args);
exit 0;
