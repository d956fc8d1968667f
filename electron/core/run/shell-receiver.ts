import { type Language, PROGRAM_FOLDER } from "#shared/languages.ts";
import { COMPILED_LINE, READY_LINE } from "./wire.ts";

/** A line of ours as `printf` writes it. */
const toPrintf = (line: Buffer): string => line.toString("latin1").replace("\0", "\\0").replace("\n", "\\n");

/**
 * What both receivers begin with: takes a program off standard input and writes its files. What it reads of the header
 * line is the last member, `plain`; see `wire.ts`. `read` takes a pipe byte by byte, and so nothing that follows; of
 * `head`, only that of GNU is known not to read on, so others give way to `dd` with blocks of one byte.
 */
const RECEIVE = `
set -f
copy() { dd bs=1 count="$1" 2>/dev/null; }
case $(head --version 2>/dev/null) in *GNU*) copy() { head -c "$1"; } ;; esac
guard() { case $1 in -*) guarded=./$1 ;; *) guarded=$1 ;; esac; }
await() {
  printf '${toPrintf(READY_LINE)}'
  IFS= read -r header || exit 0
  plain=\${header##*'"plain":"'}
  plain=\${plain%%'"'*}
  entry=\${plain%%'|'*}
}
receive() {
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
  unset IFS
}
mkdir ${PROGRAM_FOLDER} && cd ${PROGRAM_FOLDER} || exit 1
`.trim();

/**
 * A receiver for images that have none: a shell of POSIX, which any image brings. It waits for the program, compiles it
 * where the language asks for it, and becomes the program; the rest of standard input is untouched. Its arguments are the
 * number of words of the compile command, those words, and the words of the command.
 */
const SHELL_RECEIVER = `
${RECEIVE}
await
receive
stem=\${entry##*/}
stem=\${stem%.*}
guard "$entry"
entry=$guarded

compile=$1
shift
words=$#
made=0
index=0
IFS='|'
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

/**
 * A receiver for interpreters that finish their start-up before they open their script. The script is a named pipe at
 * first; the interpreter opens it and waits. A helper beside it then takes the program off standard input, puts the files
 * in their places, the script too, and writes the script into the pipe. The helper is nobody's child that the program
 * could come across, and it is gone once the script is handed over. Its arguments are
 * the script's name, what is written ahead of it, and the command.
 */
const PIPE_RECEIVER = `
${RECEIVE}
script=$1 primer=$2
shift 2
mkfifo "./$script" || exit 1
exec 4<&0
(
  (
    exec <&4 4<&- 3>"./$script"
    printf %s "$primer" >&3
    await
    rm "./$script"
    receive
    cat "./$script" >&3
  ) &
)
exec 4<&-
exec "$@"
`.trim();

/** What a sandbox starts where a shell takes the program over. */
export function toShellCommand({ receiver, primer, compile, command, entry }: Language): string[] {
  const start = (script: string, ...words: string[]) => ["/bin/sh", "-c", script, "sandpit", ...words];
  if (receiver === "piped") return start(PIPE_RECEIVER, entry, primer, ...command.map((word) => fill(word, entry)));
  const compiling = compile?.command ?? [];
  return start(SHELL_RECEIVER, String(compiling.length), ...compiling, ...command);
}

const fill = (word: string, entry: string): string =>
  word.replace("{entry}", () => entry).replace("{stem}", () => entry.replace(/\.[^.]*$/, ""));
