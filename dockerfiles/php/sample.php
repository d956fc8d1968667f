<?php

$names = ["Ada", "Grace", "Alan"];

foreach ($names as $index => $name) {
    echo $index + 1, ". Hello, $name!\n";
}
