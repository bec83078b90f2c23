import type { Branch, LineWing, Moment, Passage, Throughline } from '../../contract/customer/throughline.ts'

export type Thing = ({ is: 'moment' } & Moment) | ({ is: 'passage' } & Passage)

/** One place on the line that can be pointed at: a thing that happened, or several too close to tell apart. */
export interface Point {
  x: number
  at: string
  until: string
  things: Thing[]
  /** How far it is to the nearest neighbour: so wide may its target be. */
  room: number
  /** The passage among them, which shows as a diamond. */
  passage: Passage | null
  wing: LineWing
  labelled: boolean
}

export interface Gap {
  x: number
  days: number
}

export interface LineLayout {
  todayX: number
  endX: number
  pieces: { wing: LineWing; x1: number; x2: number }[]
  points: Point[]
  /** Stretches of time that are drawn much shorter than they were. */
  gaps: Gap[]
  branches: (Branch & { x: number; level: number })[]
  /** Open things that there is no room to draw. */
  further: number
}

export const labelWidth = 132
const left = 20
const mostBranches = 2
const dayMs = 86_400_000

/** With more than these, notes and calls are gathered more widely, so that the milestones among them stay in sight. */
const many = 60

export const isActivity = (thing: Thing): boolean => thing.is === 'moment' && thing.kind === 'activity'

/** Two places closer than this cannot be told apart, nor hit with a finger; a diamond takes more room. */
function reach(a: Point, b: Thing, dense: boolean): number {
  if (a.passage || b.is === 'passage') return 15
  return dense && isActivity(b) && a.things.every(isActivity) ? 28 : 11
}

/**
 * Where each moment stands. A distance is the root of the time it took: what happened close together can be told apart,
 * and three silent years do not push everything else to the edge.
 */
function scaleOf(times: readonly number[], from: number, to: number): (time: number) => number {
  const gaps = times.slice(1).map((time, i) => Math.sqrt(Math.max(0, time - (times[i] ?? time)) + 60_000))
  const total = gaps.reduce((sum, gap) => sum + gap, 0) || 1
  const places = new Map<number, number>()
  let run = 0
  times.forEach((time, i) => {
    if (i > 0) run += gaps[i - 1] ?? 0
    places.set(time, from + (run / total) * (to - from))
  })
  return (time) => places.get(time) ?? from
}

const weight = (thing: Thing): number =>
  thing.is === 'passage' ? 4 : { first: 3, milestone: 2, stage: 1, activity: 0 }[thing.kind]

/** What a place is called by: the weightiest thing there, of equals the last. */
export const foremost = (point: Point): Thing =>
  point.things.reduce(
    (best, thing) => (weight(thing) >= weight(best) ? thing : best),
    point.things[0] as Thing,
  )

function pointsOf(line: Throughline, x: (at: string) => number, todayX: number): Point[] {
  const things: Thing[] = [
    ...line.moments.map((moment) => ({ is: 'moment' as const, ...moment })),
    ...line.passages.map((passage) => ({ is: 'passage' as const, ...passage })),
  ].sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
  const wingAt = (at: string) =>
    line.segments.findLast((segment) => Date.parse(segment.from) <= Date.parse(at))?.wing ?? 'marketing'
  const points: Point[] = []
  const dense = things.length > many
  for (const thing of things) {
    const last = points.at(-1)
    const at = Math.min(x(thing.at), todayX)
    if (last && at - last.x < reach(last, thing, dense)) {
      last.things.push(thing)
      last.until = thing.at
      // Two at once, as when a deal is first heard of when it is won, are one way from the first to the last.
      if (thing.is === 'passage')
        Object.assign(last, {
          passage: { ...thing, from: last.passage?.from ?? thing.from },
          x: at,
          wing: thing.to,
        })
    } else {
      const passage = thing.is === 'passage' ? thing : null
      points.push({
        x: at,
        at: thing.at,
        until: thing.at,
        things: [thing],
        room: 0,
        passage,
        wing: wingAt(thing.at),
        labelled: false,
      })
    }
  }
  points.forEach(
    (point, i) =>
      (point.room = Math.min(
        ...[points[i - 1], points[i + 1]].map((next) => Math.abs((next?.x ?? Infinity) - point.x)),
      )),
  )
  return points
}

/** Names the weightiest places, as many as fit; the others say their name when pointed at. */
function label(points: Point[], todayX: number, widthOf: (thing: Thing) => number): void {
  const taken: [number, number][] = [[todayX - 24, todayX + 30]]
  const ranked = points
    .filter((point) => weight(foremost(point)) > 0)
    .sort((a, b) => weight(foremost(b)) - weight(foremost(a)) || b.x - a.x)
  for (const point of ranked) {
    const [start, end] = [point.x - 4, point.x + Math.min(labelWidth, widthOf(foremost(point)) + 10)]
    if (taken.some(([from, to]) => start < to && end > from)) continue
    point.labelled = true
    taken.push([start, end])
  }
}

function gapsOf(times: readonly number[], x: (time: number) => number, width: number): Gap[] {
  const whole = (times.at(-1) ?? 0) - (times[0] ?? 0)
  return times.slice(1).flatMap((time, i) => {
    const before = times[i] ?? time
    const drawn = x(time) - x(before)
    const days = (time - before) / dayMs
    const squeezed = (time - before) / whole > (1.3 * drawn) / width
    return days >= 45 && squeezed && drawn >= 56
      ? [{ x: (x(time) + x(before)) / 2, days: Math.round(days) }]
      : []
  })
}

/** `widthOf` says how much room a thing's name takes. */
export function layoutOf(line: Throughline, width: number, widthOf: (thing: Thing) => number): LineLayout {
  const endX = width - left
  const todayX = endX - (line.branches.length > 0 ? 150 : 96)
  const between = [
    ...line.moments,
    ...line.passages,
    ...line.segments.map(({ from }) => ({ at: from })),
    ...line.branches.map(({ from }) => ({ at: from })),
  ]
  const [start, end] = [Date.parse(line.from), Date.parse(line.to)]
  const times = [
    ...new Set([
      start,
      ...between.map(({ at }) => Date.parse(at)).filter((time) => time > start && time < end),
      Math.max(end, start + 1),
    ]),
  ].sort((a, b) => a - b)
  const scale = scaleOf(times, left, todayX)
  const x = (at: string) => scale(Math.min(Math.max(Date.parse(at), start), times.at(-1) ?? end))
  const points = pointsOf(line, x, todayX)
  label(points, todayX, widthOf)
  const newest = [...line.branches].sort((a, b) => Date.parse(b.from) - Date.parse(a.from))
  return {
    todayX,
    endX,
    pieces: line.segments.map(({ wing, from, to }, i) => ({
      wing,
      x1: x(from),
      x2: i === line.segments.length - 1 ? todayX : x(to),
    })),
    points,
    gaps: gapsOf(times, scale, todayX - left),
    branches: newest
      .slice(0, mostBranches)
      .map((branch, level) => ({ ...branch, x: Math.min(x(branch.from), todayX - 60), level })),
    further: Math.max(0, line.branches.length - mostBranches),
  }
}
