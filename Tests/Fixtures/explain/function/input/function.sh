#!/bin/sh
sed 's/color: blue/color: green/'
