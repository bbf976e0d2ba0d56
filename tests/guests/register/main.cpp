// The command `groundhog` with the register system as its guest.
#include "cli/groundhog_main.hpp"
#include "tests/guests/register/judged_register.hpp"

int main(int argc, char** argv) {
  return groundhog::groundhog_main(argc, argv, *groundhog::test::make_judged_register());
}
