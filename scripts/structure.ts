/**
 * The shape of the house, as rules over paths and imports. There is no list of exceptions:
 * what does not fit is moved, or the rule is changed for everyone.
 */

export type Sources = ReadonlyMap<string, string>

/** A file belongs to the first place whose path it begins with. It may import from the places named, and from its own. */
interface Place {
  path: string
  mayImport: readonly string[]
  /** Puts everything together, so only its like may import it. */
  entrance?: true
}

const wings = ['marketing', 'sales', 'service']
const recordFloor = ['server/ledger/', 'server/records/', 'server/customer/', 'server/team/']
const serverFloor = ['server/http/', 'server/text/', 'server/config.ts', 'server/db/', 'contract/']
const keeping = 'server/keeping/'
const severalWings = ['handoffs', 'metrics', 'automations', 'ecosystem'].map((name) => `server/${name}/`)
const webFloor = ['web/ui/', 'web/shell/', 'web/records/', 'web/text/', 'contract/']

const places: readonly Place[] = [
  { path: 'contract/', mayImport: [] },
  { path: 'server/db/', mayImport: ['contract/'] },
  { path: 'server/text/', mayImport: ['contract/'] },
  { path: 'server/config.ts', mayImport: ['server/db/', 'contract/'] },
  { path: 'server/http/', mayImport: serverFloor },
  ...recordFloor.map((path) => ({ path, mayImport: [...recordFloor, ...serverFloor] })),
  { path: keeping, mayImport: [...recordFloor, ...serverFloor] },
  { path: 'server/channels/', mayImport: [...recordFloor, ...serverFloor] },
  ...wings.map((wing) => ({
    path: `server/${wing}/`,
    mayImport: ['server/channels/', ...recordFloor, ...serverFloor],
  })),
  ...severalWings.map((path) => ({
    path,
    mayImport: [
      ...severalWings,
      ...wings.map((wing) => `server/${wing}/`),
      'server/channels/',
      ...recordFloor,
      ...serverFloor,
    ],
  })),
  // What is left of the server are its entrances, which put everything together.
  { path: 'server/', mayImport: ['server/', 'contract/'], entrance: true },
  // The look knows how amounts and days are written, and nothing of customers.
  { path: 'web/ui/', mayImport: ['web/text/', 'contract/values/'] },
  { path: 'web/text/', mayImport: ['contract/'] },
  // The routes and the entrance put the pages together.
  ...['web/main.tsx', 'web/shell/app.tsx', 'web/shell/routes/'].map((path) => ({
    path,
    mayImport: ['web/', 'contract/'],
    entrance: true as const,
  })),
  { path: 'web/shell/', mayImport: webFloor },
  { path: 'web/records/', mayImport: webFloor },
  ...['customer', 'team', 'metrics', 'programs', 'today', ...wings].map((page) => ({
    path: `web/${page}/`,
    mayImport: webFloor,
  })),
  { path: 'widget/', mayImport: ['contract/'] },
  ...['tests/', 'bench/', 'scripts/'].map((path) => ({ path, mayImport: [''], entrance: true as const })),
]

/** Packages, for the places that are particular about them. */
const packages: readonly { path: string; allows: (name: string) => boolean; says: string }[] = [
  {
    path: 'contract/',
    allows: (name) => ['zod', 'temporal-polyfill'].includes(name),
    says: 'contract/ imports no packages but zod and temporal-polyfill',
  },
  { path: 'widget/', allows: () => false, says: 'widget/ is plain TypeScript and imports no packages' },
  {
    path: 'web/',
    allows: (name) => !name.startsWith('node:'),
    says: 'web/ runs in a browser, which has no node: modules',
  },
  {
    path: 'server/',
    allows: (name) => !/^(react|react-dom|@mantine|@tanstack)(\/|$)/.test(name),
    says: 'server/ renders nothing, so it needs no package of the web',
  },
]

/** What a file of a feature folder may be called, and what it is for. */
const featureFiles = ['routes', 'policy', 'commands', 'queries', 'rules', 'tables', 'jobs']

/** Feature folders are these and all below them; at the top of each, facts.ts is what others may ask of it. */
const featureFolders = ['customer', 'team', ...wings].map((name) => `server/${name}/`)

/** Floor folders each have words of their own. A word for a new file is added here, where everyone sees it. */
const floorFiles: Record<string, string> = {
  'server/db/': `cluster copy copy-rows database embedded errors id jobs log migrate notices parsers postmaster
    provide sealed statements timing transaction`,
  'server/http/': `bind body-time caller context example idempotency openapi outgoing policy problem refusals schema server web`,
  'server/keeping/': `archive backup backups contents empty erase erasures export jobs measures personal places probes restore
    routes rules schedule scrub slowest status sweep uploads`,
  'server/ledger/': `cluster consumer jobs live live-filter read record routes`,
  'server/records/import/': `ahead bulk changes chunk command contacts creates dates dialect draft encoding indexes inspect jobs
    known-keys look lookup numbers packing parse parse-worker parsing plan plain-rows policy prepare queries reading recognise
    references refused-rows retention routes rows run similarity store suggest suggest-words taking undo undo-chunk undone
    words writing`,
  'server/records/bulk/': `chunk commands jobs queries routes rules tables`,
  'server/records/files/': `attach commands disk jobs queries receive routes rules s3 sniff store stores thumbnails`,
  'server/records/formula/': `compile fill follow install jobs plan preview recompute routes rules`,
  'server/records/own/': `commands hanging indexes jobs queries routes rules uses`,
  'server/records/': `as-of batch behaviour bin binned carefully column compare describe events export filter groups history links list lock
    merge merge-references merge-rows merge-rules purge rates refusals unmerge
    rich-text routes search statements summary types undo visible write xlsx`,
}

const mostLines = 500
const vague = /(^|[-./])(utils?|helpers?|common|misc)([-./]|$)/

export function checkStructure(sources: Sources): string[] {
  const imports = new Map(
    [...sources].map(([file, text]) => [file, isCode(file) ? importsOf(file, text) : []]),
  )
  return [
    ...[...sources].flatMap(([file, text]) => checkFile(file, text)),
    ...[...imports].flatMap(([file, names]) => names.flatMap((name) => checkImport(file, name, sources))),
    ...findCycles(imports).map(
      (cycle) => `${cycle[0]}: imports itself in a circle: ${[...cycle, cycle[0]].join(' → ')}`,
    ),
  ].sort()
}

const isCode = (file: string) => /\.(ts|tsx|mjs)$/.test(file)
const isTest = (file: string) => /\.test\.tsx?$/.test(file)

function checkFile(file: string, text: string): string[] {
  const problems: string[] = []
  const lines = text.split('\n').length - 1
  if (lines > mostLines)
    problems.push(`${file}: has ${lines} lines; ${mostLines} are the most. Split it by what it does.`)
  const vagueWord = vague.exec(file)?.[2]
  if (vagueWord) problems.push(`${file}: "${vagueWord}" says nothing. Name the file by what is in it.`)
  if (isCode(file) && isBarrel(file, text)) {
    problems.push(`${file}: only passes on what others export. Import from where things are.`)
  }
  return [...problems, ...checkName(file)]
}

function checkName(file: string): string[] {
  if (!isCode(file)) return []
  const name = file.split('/').at(-1)?.split('.')[0] ?? ''
  const feature = featureFolders.find((folder) => file.startsWith(folder))
  if (feature !== undefined) {
    const allowed = file === `${feature}facts.ts` ? ['facts'] : featureFiles
    if (allowed.includes(name)) return []
    return [
      `${file}: a feature's files are called ${featureFiles.join(', ')} (and tests beside them). Which is this?`,
    ]
  }
  const floor = Object.keys(floorFiles).find((folder) => file.startsWith(folder))
  if (floor === undefined || floorFiles[floor]?.split(/\s+/).includes(name)) return []
  return [
    `${file}: ${floor} has no file "${name}". If it should, add the word to floorFiles in scripts/structure.ts.`,
  ]
}

function isBarrel(file: string, text: string): boolean {
  if (/(^|\/)index\.(ts|tsx|mjs)$/.test(file)) return true
  const code = withoutComments(text).trim()
  const rest = code.replaceAll(
    /export\s+(type\s+)?(\*(\s+as\s+\w+)?|\{[^}]*\})\s+from\s*['"][^'"]+['"];?/g,
    '',
  )
  return code !== '' && rest.trim() === ''
}

function checkImport(file: string, name: string, sources: Sources): string[] {
  if (!name.startsWith('.')) {
    return packages
      .filter(({ path, allows }) => file.startsWith(path) && !isTest(file) && !allows(name))
      .map(({ says }) => `${file}: imports ${name}, but ${says}.`)
  }
  const target = resolveImport(file, name)
  const place = placeOf(file)
  if (!place) return [`${file}: lies in no known place. Places are listed in scripts/structure.ts.`]
  const inReach = [place.path, ...place.mayImport].some((path) => target.startsWith(path))
  const atEnd = !place.entrance && placeOf(target)?.entrance
  if ((inReach && !atEnd) || (isTest(file) && target.startsWith('tests/'))) return []
  if (!sources.has(target) && !isCode(target)) return []
  const may =
    place.mayImport.length > 0
      ? `only from ${[place.path, ...place.mayImport].join(', ')}`
      : 'nothing from outside'
  return [`${file}: imports ${target}, but ${place.path} may import ${atEnd ? 'no entrance' : may}.`]
}

const placeOf = (file: string) => places.find(({ path }) => file.startsWith(path))

function resolveImport(file: string, name: string): string {
  const parts = file.split('/').slice(0, -1)
  for (const part of name.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '.') parts.push(part)
  }
  return parts.join('/')
}

function importsOf(file: string, text: string): string[] {
  const code = withoutComments(text)
  const found = [
    ...code.matchAll(/^[ \t]*(?:import|export)\b[^'"`;]*?\bfrom\s*['"]([^'"]+)['"]/gm),
    ...code.matchAll(/^[ \t]*import\s*['"]([^'"]+)['"]/gm),
    ...code.matchAll(/\bimport\(\s*['"]([^'"]+)['"]\s*\)/g),
  ]
  return [...new Set(found.map((match) => match[1] ?? ''))].filter(
    (name) => resolveImport(file, name) !== file,
  )
}

/** Good enough for imports: a comment mark inside a string hides at most the rest of its line. */
const withoutComments = (text: string) =>
  text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/^\s*\/\/.*$/gm, '')

/** Each group of files that import each other, in the order they do (Tarjan's strongly connected components). */
function findCycles(imports: ReadonlyMap<string, readonly string[]>): string[][] {
  const cycles: string[][] = []
  const order = new Map<string, number>()
  const stack: string[] = []

  function visit(file: string): number {
    const number = order.size
    order.set(file, number)
    stack.push(file)
    let low = number
    for (const name of imports.get(file) ?? []) {
      const target = name.startsWith('.') ? resolveImport(file, name) : name
      if (!imports.has(target)) continue
      if (!order.has(target)) low = Math.min(low, visit(target))
      else if (stack.includes(target)) low = Math.min(low, order.get(target) ?? low)
    }
    if (low === number) {
      const group = stack.splice(stack.indexOf(file))
      if (group.length > 1) cycles.push(group)
    }
    return low
  }

  for (const file of imports.keys()) if (!order.has(file)) visit(file)
  return cycles
}
