#!/usr/bin/env bash
# Kate with the settings of editors/README.md, on a screen of its own, driven by keys. What the server was asked and
# answered is in its recording; what Kate did with it is in the file that it saves. Run by run.sh.
set -uo pipefail
: "${SIDESTEP:?}" "${WORKSPACE:?}" "${SCRATCH:?}"
PATIENCE=${PATIENCE:-20}
home=$SCRATCH/kate-home
rm -rf "$home"
mkdir -p "$home"
mkdir -m 700 "$home/run"
export HOME=$home XDG_RUNTIME_DIR=$home/run XDG_CONFIG_HOME=$home/.config XDG_DATA_HOME=$home/.local/share XDG_CACHE_HOME=$home/.cache
record=$home/record
role=$WORKSPACE/content/roles/backend-engineer.yaml
failed=0
step() {
  if [ "$2" = 0 ]; then echo "PASS Kate: $1"; else echo "FAIL Kate: $1"; failed=1; fi
}
# eventually COMMAND...: waits until it succeeds.
eventually() {
  local end=$((SECONDS + PATIENCE))
  until "$@" > /dev/null 2>&1; do
    [ $SECONDS -lt $end ] || return 1
    sleep 0.2
  done
}
recorded() { grep -qE -- "$1" "$record"; }

# As in the documentation, with the program under test and its recording.
mkdir -p "$XDG_CONFIG_HOME/kate/lspclient"
cat > "$XDG_CONFIG_HOME/kate/lspclient/settings.json" << END
{
  "servers": {
    "yaml": {
      "command": ["$SIDESTEP", "lsp", "--record", "$record"],
      "rootIndicationFileNames": ["sidestep.yaml"],
      "highlightingModeRegex": "^YAML$"
    }
  }
}
END
# Kate asks once whether it may start the server; here it may.
cat > "$XDG_CONFIG_HOME/katerc" << END
[General]
Show welcome view for new window=false
[Kate Plugins]
lspclientplugin=true
[lspclient]
AllowedServerCommandLines=$SIDESTEP lsp --record $record
END

exec 3> "$home/display"
Xvfb -displayfd 3 -screen 0 1280x800x24 -nolisten tcp > "$home/xvfb.log" 2>&1 &
screen=$!
exec 3>&-
trap 'kill ${kate:-} $screen 2> /dev/null; wait 2> /dev/null' EXIT
eventually test -s "$home/display" || { echo "FAIL Kate: there is no screen"; cat "$home/xvfb.log"; exit 1; }
DISPLAY=:$(cat "$home/display")
export DISPLAY QT_QPA_PLATFORM=xcb
dbus-run-session -- kate -b "$role" > "$home/kate.log" 2>&1 &
kate=$!

window() { xdotool search --onlyvisible --class kate | tail -1; }
shown() { [ -n "$(window)" ]; }
eventually shown
step "opens a role" $?
eventually recorded 'publishDiagnostics.*backend-engineer.*no role is named .{1,2}DevOps Enginer'
step "a mistake is reported" $?
eventually recorded 'publishDiagnostics.*ml-engineer.*Data Enginer'
step "a mistake in a file that is not open is reported" $?

# There is no window manager: nothing gives it the keys by itself.
xdotool windowfocus "$(window)"
xdotool mousemove 400 250 click 1
sleep 0.5
# At the end of the first line of the tools, as it is wrapped, inside the list.
line=$(grep -n '^tools:' "$role" | cut -d: -f1)
xdotool key ctrl+g
sleep 0.5
xdotool type --delay 40 "$line"
xdotool key Return
sleep 0.3
xdotool key End Left
xdotool type --delay 60 ', Terraf'
sleep 0.3
xdotool key ctrl+space
eventually recorded '"label":"Terraform"'
step "a tool is offered" $?
sleep 1
xdotool key Return
sleep 0.5
xdotool key ctrl+s
eventually grep -qE '^tools: .*, Terraform[],]' "$role"
step "and inserted whole" $?
[ $failed = 0 ] || { tail -5 "$home/kate.log"; grep '^tools:' "$role"; }
exit $failed
