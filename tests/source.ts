import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseSync } from 'vite'

/** A node of a syntax tree, as far as those who look for something in it need. */
export interface Node {
  type: string
  start: number
  [name: string]: unknown
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string'

/** Calls `see` with every node of a tree and those around it, the nearest last. */
export function walk(
  node: Node,
  see: (node: Node, around: readonly Node[]) => void,
  around: Node[] = [],
): void {
  see(node, around)
  around.push(node)
  for (const value of Object.values(node))
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) walk(child, see, around)
  around.pop()
}

export interface Source {
  file: string
  text: string
  tree: Node
}

const root = join(import.meta.dirname, '..')

/** The sources below folders of the house, read as they are; tests are left out. */
export function sourcesIn(...folders: string[]): Source[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file))
      .map((name) => {
        const file = `${folder}/${name}`
        const text = readFileSync(join(root, file), 'utf8')
        return { file, text, tree: parseSync(file, text).program as unknown as Node }
      }),
  )
}

/** Where in a file a node stands: `web/shell/frame.tsx:12`. */
export const placeOf = ({ file, text }: Source, { start }: Node): string =>
  `${file}:${text.slice(0, start).split('\n').length}`
