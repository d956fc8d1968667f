# What a program prints is seen at once, also where a prompt ends without a new line.
$stdout.sync = true
