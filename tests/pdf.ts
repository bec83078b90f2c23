import { extractText, getDocumentProxy } from 'unpdf'

/** What a reader of a PDF finds on each of its pages, spaces of any kind as one. */
export async function pagesOf(file: Buffer): Promise<string[]> {
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(file)))
  return text.map((page) => page.replaceAll(/\s+/gu, ' '))
}
