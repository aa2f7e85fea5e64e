export { Checker } from "./checker";
export { lookAgain, nextMisspelt, spelling, type SpellingOf } from "./marks";
