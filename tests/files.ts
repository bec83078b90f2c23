import sharp from 'sharp'

/** An image of one colour, as its type's program writes it. */
export const image = (
  type: 'png' | 'jpeg' | 'webp' | 'gif' = 'png',
  { width = 40, height = 30, background = '#2f6f4f' } = {},
): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background } })
    .toFormat(type)
    .toBuffer()

/** The smallest that a reader opens. */
export const pdf = Buffer.from(
  `%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]>>endobj
trailer<</Root 1 0 R>>
%%EOF
`,
)
