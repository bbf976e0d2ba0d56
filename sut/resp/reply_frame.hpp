// The extent of one reply, without decoding or copying it: the counterpart of array_frame.hpp for what servers send.
#pragma once

#include <string_view>

#include "sut/resp/array_frame.hpp"

namespace burrow::resp {

FrameScan reply_frame_size(std::string_view bytes);

}  // namespace burrow::resp
