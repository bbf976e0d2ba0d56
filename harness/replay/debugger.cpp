#include "harness/replay/debugger.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <vector>

#include "harness/runner/process.hpp"

namespace groundhog::harness {
namespace {

// For gdb's Python. A frame is known by the symbol of its function, since names of files depend on where each was
// compiled, and -g1 leaves out namespaces. What is in those of the simulation, of the seam and of the standard library
// is none of the system's, nor is what was inlined or has no line in this program.
constexpr const char* select_frame = R"python(python import gdb, re

def symbol_of(frame):
    return gdb.execute(f"info symbol {frame.pc() - 1:#x}", to_string=True)

def is_of_system(frame):
    table = frame.find_sal().symtab
    if frame.type() == gdb.INLINE_FRAME or not table: return False
    if table.objfile.filename != gdb.current_progspace().filename: return False
    return not re.match(r"(\S+ )?(groundhog|seam|std|__gnu_cxx)::|main ", symbol_of(frame))

def select_frame_of_system():
    frame = gdb.newest_frame()
    while frame is not None and not is_of_system(frame): frame = frame.older()
    if frame is None: return print("no frame of the system under test is on this stack; bt shows all of it")
    frame.select()
    gdb.execute("frame")

select_frame_of_system()
)python";

}  // namespace

std::string become_gdb(const std::string& file, bool guided, std::uint64_t event) {
  std::error_code error;
  const std::string binary = std::filesystem::read_symlink("/proc/self/exe", error).string();
  std::vector<std::string> words = {"gdb",    "-q",   "-ex",    "run", "-ex",    select_frame,
                                    "--args", binary, "replay", file,  "--trap", std::to_string(event)};
  if (guided) words.emplace_back("--guided");
  become(std::move(words));
  if (errno == ENOENT) return "there is no gdb here: install the Debian package gdb (apt-get install gdb)";
  return std::string("gdb did not start: ") + std::strerror(errno);
}

}  // namespace groundhog::harness
