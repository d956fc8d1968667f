import { type Language, PROGRAM_FOLDER } from "#shared/languages.ts";
import { COMPILED_LINE, READY_LINE } from "./wire.ts";

/** A line of ours as `printf` writes it. */
const toPrintf = (line: Buffer): string => line.toString("latin1").replace("\0", "\\0").replace("\n", "\\n");

/**
 * A receiver for images that have none: a shell of POSIX, which any image brings. It waits for the program, writes its
 * files, compiles where the language asks for it, and becomes the program; the rest of standard input is untouched.
 *
 * Its arguments are the number of words of the compile command, those words, and the words of the command. What it reads
 * of the header line is its last member, `plain`; see `wire.ts`. `read` takes a pipe byte by byte, and so nothing that
 * follows; of `head`, only that of GNU is known not to read on, so others give way to `dd` with blocks of one byte.
 */
const SHELL_RECEIVER = `
set -f
copy() { dd bs=1 count="$1" 2>/dev/null; }
case $(head --version 2>/dev/null) in *GNU*) copy() { head -c "$1"; } ;; esac
printf '${toPrintf(READY_LINE)}'
IFS= read -r header || exit 0
plain=\${header##*'"plain":"'}
plain=\${plain%%'"'*}
mkdir ${PROGRAM_FOLDER} && cd ${PROGRAM_FOLDER} || exit 1
guard() { case $1 in -*) guarded=./$1 ;; *) guarded=$1 ;; esac; }
entry=\${plain%%'|'*}
sources=
IFS='|'
for field in \${plain#*'|'}; do
  size=\${field%%:*} path=\${field#*:}
  case $path in */*) mkdir -p -- "\${path%/*}" || exit 1 ;; esac
  case $size in
    +*) size=\${size#+}; guard "$path"; sources="$sources\${sources:+|}$guarded" ;;
  esac
  copy "$size" >"./$path" || exit 1
done
stem=\${entry##*/}
stem=\${stem%.*}
guard "$entry"
entry=$guarded

compile=$1
shift
words=$#
made=0
index=0
while [ "$index" -lt "$words" ]; do
  word=$1
  shift
  before=$#
  if [ "$word" = '{sources}' ]; then
    set -- "$@" $sources
  else
    case $word in *'{entry}'*) word=\${word%%'{entry}'*}$entry\${word#*'{entry}'} ;; esac
    case $word in *'{stem}'*) word=\${word%%'{stem}'*}$stem\${word#*'{stem}'} ;; esac
    set -- "$@" "$word"
  fi
  [ "$index" -lt "$compile" ] && made=$((made + $# - before))
  index=$((index + 1))
done
unset IFS

if [ "$compile" -gt 0 ]; then
  (
    index=0
    while [ "$index" -lt "$made" ]; do
      set -- "$@" "$1"
      shift
      index=$((index + 1))
    done
    shift $(($# - made))
    exec "$@" </dev/null >&2
  ) || exit
  shift "$made"
  printf '${toPrintf(COMPILED_LINE)}'
fi
exec "$@"
`.trim();

/** What a sandbox starts where a shell takes the program over. */
export function toShellCommand({ compile, command }: Pick<Language, "compile" | "command">): string[] {
  const compiling = compile?.command ?? [];
  return ["/bin/sh", "-c", SHELL_RECEIVER, "sandpit", String(compiling.length), ...compiling, ...command];
}
