// The same with a bug in it: a follower loses the last byte of each value that it is sent.
#include "cli/groundhog_main.hpp"
#include "tests/guests/register/judged_register.hpp"

int main(int argc, char** argv) {
  return groundhog::groundhog_main(argc, argv, *groundhog::test::make_judged_register({.keeps_values = false}));
}
