#include "tests/guests/register/judged_register.hpp"

#include "tests/guests/register/written_check.hpp"

namespace groundhog::test {
namespace {

constexpr checkers::CheckerEntry own[] = {
    {"R1", "register.written", "Values are written",
     "A read showed a value that no client had asked to write to that register by then.", "replica.prefix",
     make_written_check, checkers::RunEvidence{}},
};

class JudgedRegister final : public RegisterGuest, public checkers::GuestChecks {
 public:
  using RegisterGuest::RegisterGuest;

  checkers::RunEvidence evidence() const override { return {.log = true}; }
  std::span<const checkers::CheckerEntry> own_checks() const override { return own; }
};

}  // namespace

std::unique_ptr<Guest> make_judged_register(RegisterOptions options) {
  return std::make_unique<JudgedRegister>(options);
}

}  // namespace groundhog::test
