"""What a page shows: its blocks, the commands in them with their output, and what is wrong with how it is written.

In a ```console block "$ " begins a command, "> " continues it, and what follows is its output, stdout and stderr together. A comment
above a block says what else becomes of it:

  <!-- file: NAME -->              it is written to NAME
  <!-- not executed: REASON -->    it is left out
"""
import dataclasses
import pathlib
import re

ANY = "…"  # any text within a line; a line that is nothing else: any number of lines

COMMENT = re.compile(r"\s*<!--\s*(.*?)\s*(-->)?\s*$")
DIRECTIVE = re.compile(r"(file|not executed): (\S.*)")
FENCE = re.compile(r"\s*```\s*(\S*)")
OUR_COMMAND = re.compile(r"\s*(\$ )?((groundhog|burrow-server)\b|(\./)?ci/\w)")
PORT = re.compile(r"\bport:?[ =]([1-9]\d*)")


@dataclasses.dataclass
class Command:
    line: int
    text: str
    expected: list[str]

    def shows_failure(self, following):
        """Its output may be an error, and "echo $?" behind it shows its exit code."""
        return any(line.strip() not in ("", ANY) for line in self.expected) or (following and "$?" in following.text)


@dataclasses.dataclass
class Block:
    language: str
    line: int  # of the fence; the body begins on the next one
    body: list[str]
    file: str | None = None
    reason: str | None = None  # why it is not executed

    def is_executed(self):
        return self.language == "console" and self.reason is None

    def numbered(self):
        return enumerate(self.body, self.line + 1)


class Page:
    """Raises OSError or UnicodeDecodeError if it cannot be read."""

    def __init__(self, name):
        self.name = name
        self.problems = 0
        self.lines = pathlib.Path(name).read_text(encoding="utf-8").splitlines()
        self.blocks = list(self.read_blocks())
        self.refuse_commands_elsewhere()

    def complain(self, line, message):
        self.problems += 1
        print(f"{self.name}:{line}: {message}")

    def read_blocks(self):
        comment = None  # the one above, with its line
        lines = enumerate(self.lines, 1)
        for at, line in lines:
            fence = FENCE.match(line)
            if fence:
                block = Block(fence[1], at, self.read_body(at, lines))
                self.obey(comment, block)
                comment = None
                yield block
            elif line.strip():
                self.refuse_lonely(comment)
                comment = (at, COMMENT.match(line)[1]) if COMMENT.match(line) else None
        self.refuse_lonely(comment)

    def read_body(self, at, lines):
        body = []
        for _, line in lines:
            if FENCE.match(line):
                return body
            body.append(line)
        self.complain(at, "this block has no end")
        return body

    def refuse_lonely(self, comment):
        if comment:
            self.complain(comment[0], "no block follows this comment")

    def obey(self, comment, block):
        if comment is None:
            return
        at, text = comment
        directive = DIRECTIVE.fullmatch(text)
        if directive is None:
            self.complain(at, f"unknown comment '{text}': 'file: NAME' and 'not executed: REASON' are known")
        elif directive[1] == "not executed":
            block.reason = directive[2]
        elif block.language == "console" or pathlib.PurePath(directive[2]).is_absolute() or ".." in directive[2]:
            self.complain(at, f"'file: {directive[2]}' wants a name below the scratch folder, and a block that is no console")
        else:
            block.file = directive[2]

    def refuse_commands_elsewhere(self):
        for block in self.blocks:
            if block.language not in ("", "sh", "bash", "shell") or block.file:
                continue
            for at, line in block.numbered():
                if OUR_COMMAND.match(line):
                    self.complain(at, f"a command outside of a console block: {line.strip()}")

    def commands_of(self, block):
        commands = []
        for at, line in block.numbered():
            if line.startswith("$ "):
                commands.append(Command(at, line[2:], []))
            elif commands and line.startswith("> ") and not commands[-1].expected:
                commands[-1].text += "\n" + line[2:]
            elif commands:
                commands[-1].expected.append(line)
            elif line.strip():
                self.complain(at, "a console block begins with a command: '$ …'")
        return commands

    def ports(self):
        """On which its commands and files let something listen."""
        bodies = [block.body for block in self.blocks if block.is_executed() or block.file]
        return sorted({int(port) for body in bodies for line in body for port in PORT.findall(line)})
