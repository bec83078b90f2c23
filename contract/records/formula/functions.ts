/** The functions of formulas with what they take, in the order in which they are listed. `[` and `]` enclose what may be left out. */
export const functions = {
  if: 'if(condition, then[, otherwise])',
  orElse: 'orElse(value, other)',
  isEmpty: 'isEmpty(value)',
  min: 'min(a, b, …)',
  max: 'max(a, b, …)',
  round: 'round(value[, places])',
  abs: 'abs(value)',
  number: 'number(amount)',
  money: "money(number, 'EUR')",
  lower: 'lower(text)',
  upper: 'upper(text)',
  trim: 'trim(text)',
  left: 'left(text, count)',
  right: 'right(text, count)',
  length: 'length(text)',
  contains: 'contains(text, part)',
  today: 'today()',
  daysBetween: 'daysBetween(from, to)',
  addDays: 'addDays(day, count)',
  addMonths: 'addMonths(day, count)',
  dateOf: 'dateOf(moment)',
  year: 'year(day)',
  month: 'month(day)',
  day: 'day(day)',
  hours: 'hours(duration)',
  duration: 'duration(hours)',
  sum: 'sum(deals.amount [where …])',
  count: 'count(deals [where …])',
  avg: 'avg(deals.amount [where …])',
  latest: 'latest(deals.name [by closedOn] [where …])',
} as const
export type FunctionName = keyof typeof functions

export const functionNames = Object.keys(functions) as FunctionName[]

/** The function of a name, in whatever letters it is written. */
export const functionNamed = (word: string): FunctionName | undefined =>
  functionNames.find((name) => name.toLowerCase() === word.toLowerCase())
