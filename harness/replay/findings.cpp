#include "harness/replay/findings.hpp"

#include <cerrno>
#include <new>
#include <sys/mman.h>
#include <system_error>
#include <type_traits>

namespace groundhog::harness {

static_assert(std::is_trivially_destructible_v<ReplayFindings> && std::is_trivially_copyable_v<ReplayFindings>);

SharedFindings::SharedFindings() {
  void* memory = ::mmap(nullptr, sizeof(ReplayFindings), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) throw std::system_error(errno, std::generic_category(), "mmap");
  findings_ = new (memory) ReplayFindings;
}

SharedFindings::~SharedFindings() { ::munmap(findings_, sizeof(ReplayFindings)); }

}  // namespace groundhog::harness
