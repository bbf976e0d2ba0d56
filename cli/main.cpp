// The command `groundhog`, with Burrow as its guest.
#include "cli/groundhog_main.hpp"
#include "sim/burrow/burrow_guest.hpp"

int main(int argc, char** argv) { return groundhog::groundhog_main(argc, argv, *groundhog::make_burrow_guest()); }
