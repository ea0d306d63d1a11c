/** What an exercise is: its definition, a learner's attempt as plain data, the judging of it, and what is said of the outcome. */
export { type Attempt, type AttemptOptions, attempt } from "./attempt.ts";
export { type CasesOptions, type CompareOptions, closeTo, equals, fractionClose } from "./compare.ts";
export { type Data, type TensorData, toData, UnusableAnswer } from "./data.ts";
export { type Answering, type CaseExercise, type Course, course, type Exercise, exercise, type ValueExercise } from "./definition.ts";
export type { Tolerance } from "./difference.ts";
export { casesOf, check, judge } from "./judge.ts";
export { type Outcome, outcomeOf, type Status, type Verdict } from "./outcome.ts";
export { NotDoneError, todo, unfinished } from "./todo.ts";
