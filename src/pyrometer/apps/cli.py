"""The command line: one command a file under apps/commands; exit 0 fine, 1 a signal or a failed check, 2 wrong call."""

import signal
import sys
from importlib import import_module
from io import TextIOWrapper
from pkgutil import iter_modules
from typing import NoReturn

import click

import pyrometer
from pyrometer.apps import _disk, commands
from pyrometer.errors import PyrometerError, near

ORDER = ("demo", "start", "read", "check", "today", "flow", "study", "chart", "report", "define")  # the rest by name


class Commands(click.Group):
    """The commands, each imported from its own file."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """First the order in which people need them, then the others by name."""
        found = {m.name.rstrip("_") for m in iter_modules(commands.__path__) if not m.name.startswith("_")}
        return [n for n in ORDER if n in found] + sorted(found - set(ORDER))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name; an unknown one is answered with the nearest."""
        known = self.list_commands(ctx)
        if cmd_name not in known:
            ctx.fail(f"No command named '{cmd_name}'.{near(cmd_name, known)}")
        module = import_module(f"pyrometer.apps.commands.{cmd_name}")
        command: click.Command = module.COMMAND
        return command


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 92})
@click.version_option(pyrometer.__version__, prog_name="pyrometer")
def root() -> None:
    """Pyrometer measures selling as a production system: what customers did, how long they waited, what is routine
    and what is a signal.

    Begin with one file of records: pyrometer start deals.csv
    """


def main() -> None:
    """Runs the command line; every wrong call is one sentence on standard error and exit status 2."""
    _spell_what_can_be()
    _stop_when_told_to()
    try:
        code = root.main(standalone_mode=False)  # click hands the status of ctx.exit back instead of raising it
        sys.exit(code if isinstance(code, int) else 0)
    except click.exceptions.Exit as done:
        sys.exit(done.exit_code)
    except click.ClickException as error:
        _say(error.format_message())
    except PyrometerError as error:
        _say(str(error))
    except (KeyboardInterrupt, click.Abort):
        _stopped()
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except Exception as error:
        _below(error)
        raise


def _spell_what_can_be() -> None:
    """A name that the terminal cannot spell stops nothing: it is shown with question marks."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


def _stop_when_told_to() -> None:
    """A terminal that is closed and a polite kill end a command as Ctrl-C does: nothing is left half-made."""
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) == signal.SIG_DFL:  # nohup has it ignored
            signal.signal(number, signal.default_int_handler)


def _below(error: Exception) -> None:
    """Ends with a sentence where the engine was stopped or the disk is at fault."""
    if "query interrupted" in str(error).lower():  # what DuckDB makes of Ctrl-C
        _stopped()
    sentence = _disk.fault(error)
    if sentence is not None:
        _say(sentence)


def _stopped() -> NoReturn:
    click.echo("Stopped; nothing is half-written.", err=True)
    sys.exit(130)


def _say(sentence: str) -> None:
    click.echo(f"pyrometer: {sentence}", err=True)
    sys.exit(2)
