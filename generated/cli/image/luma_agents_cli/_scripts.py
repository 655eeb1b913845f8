"""Completion scripts; all they know is to ask this tool."""

from __future__ import annotations

from typing import Final

from ._command import UsageError
from ._config import PROGRAM
from ._parse import asked

BASH: Final = """\
_NAME_complete() {
    local offer
    COMPREPLY=()
    while IFS= read -r offer; do
        COMPREPLY+=("$offer")
    done < <("${COMP_WORDS[0]}" __complete bash "${COMP_LINE:0:COMP_POINT}" 2>/dev/null)
    if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *[/@] ]]; then
        compopt -o nospace 2>/dev/null
    fi
}
complete -F _NAME_complete PROGRAM
"""

ZSH: Final = """\
#compdef PROGRAM
_NAME_complete() {
    local -a found
    found=("${(@f)$("${words[1]}" __complete zsh "${(@)words[2,CURRENT]}" 2>/dev/null)}")
    [[ -n ${found[1]} ]] && _describe PROGRAM found
}
compdef _NAME_complete PROGRAM
"""

FISH: Final = """\
function __NAME_complete
    PROGRAM __complete fish (commandline -opc)[2..] (commandline -ct) 2>/dev/null
end
complete -c PROGRAM -f -a '(__NAME_complete)'
"""

HELP: Final = """\
Print a completion script

  bash  source <(PROGRAM completion bash)
  zsh   source <(PROGRAM completion zsh)
  fish  PROGRAM completion fish | source

The same line at the end of ~/.bashrc, of ~/.zshrc behind compinit, or in
~/.config/fish/config.fish keeps it.
"""

SCRIPTS: Final = {"bash": BASH, "zsh": ZSH, "fish": FISH}


def script(words: list[str]) -> str:
    """Return the completion script of a shell, or what to do with it."""
    if asked(words):
        return HELP.replace("PROGRAM", PROGRAM)
    if len(words) != 1 or words[0] not in SCRIPTS:
        raise UsageError(f"name a shell: {PROGRAM} completion {' | '.join(SCRIPTS)}")
    name = "".join(char if char.isalnum() else "_" for char in PROGRAM)
    return SCRIPTS[words[0]].replace("NAME", name).replace("PROGRAM", PROGRAM)
