// Loads the small modules. Each works by itself; without them every page still does its job.
import "./quick-exit.js";
import "./idle.js";
import "./autosave.js";
import "./zone.js";
import "./filter.js";
import "./chips.js";
