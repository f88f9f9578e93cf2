/**
 * Settings of every function that looks records up. Plans are kept for as long as a connection lives, and one that was made
 * while a table was empty would go on reading all of it when it is large; with these there is only the index to choose.
 */
export const PLANNED = `
      set enable_seqscan = off
      set enable_bitmapscan = off
      set enable_hashjoin = off
      set enable_mergejoin = off
      set enable_material = off
      set enable_memoize = off
      set plan_cache_mode = force_generic_plan`;
