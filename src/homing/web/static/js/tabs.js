// What open tabs tell each other: that someone is there, and that all must close. Nothing is stored.
import { blank } from "./blank.js";

const channel = new BroadcastChannel("tabs");
const PLACES = { leave: "/measures", lock: "/" };
let whenHere = () => {};

export const sayHere = () => channel.postMessage("here");
export const sayClose = (why) => channel.postMessage(why);
export const onHere = (then) => { whenHere = then; };

channel.onmessage = ({ data }) => {
  if (data === "here") return whenHere();
  if (!Object.hasOwn(PLACES, data)) return;
  blank();
  location.replace(PLACES[data]);
};
