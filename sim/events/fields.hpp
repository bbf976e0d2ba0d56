// The fields of an event, named once: a member function `describe(visit)` that calls visit("name", name) for each, in
// the order given. The hash takes the values in this order, a plain line of the timeline names and values.
//
//   GROUNDHOG_FIELDS(node, incarnation, clocks)
//
// A macro, because C++20 knows no names of members. At most 16 fields.
#pragma once

#define GROUNDHOG_FIELDS(...) \
  void describe(auto&& visit) const { GROUNDHOG_EXPAND(GROUNDHOG_VISIT_EACH(__VA_ARGS__)) }

// Each round of expansion visits one field and leaves the rest for the next (`__VA_OPT__` ends it).
#define GROUNDHOG_VISIT_EACH(field, ...) \
  visit(#field, field);                  \
  __VA_OPT__(GROUNDHOG_VISIT_AGAIN GROUNDHOG_PARENS(__VA_ARGS__))
#define GROUNDHOG_VISIT_AGAIN() GROUNDHOG_VISIT_EACH
#define GROUNDHOG_PARENS ()
#define GROUNDHOG_EXPAND(...) \
  GROUNDHOG_EXPAND_4(GROUNDHOG_EXPAND_4(GROUNDHOG_EXPAND_4(GROUNDHOG_EXPAND_4(__VA_ARGS__))))
#define GROUNDHOG_EXPAND_4(...) \
  GROUNDHOG_EXPAND_1(GROUNDHOG_EXPAND_1(GROUNDHOG_EXPAND_1(GROUNDHOG_EXPAND_1(__VA_ARGS__))))
#define GROUNDHOG_EXPAND_1(...) __VA_ARGS__
