// Builds the pages' styles and scripts: node build.mjs OUT. Each file's name carries the hash of its
// content, so that browsers may keep it for ever; manifest.json says which name is which.
import { mkdir, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'

import { build } from 'esbuild'
import { compile } from 'sass'

const out = process.argv[2]
if (!out) throw new Error('say where to build: node build.mjs OUT')

const scss = {
  name: 'scss',
  setup ({ onLoad }) {
    onLoad({ filter: /\.scss$/ }, ({ path }) => ({
      contents: compile(path, {
        loadPaths: ['node_modules/govuk-frontend/dist/govuk'],
        quietDeps: true
      }).css,
      loader: 'css'
    }))
  }
}

const { metafile } = await build({
  entryPoints: ['scss/homeward.scss', 'js/homeward.js', 'js/api-docs.js'],
  entryNames: '[name]-[hash]',
  outdir: out,
  bundle: true,
  minify: true,
  format: 'esm',
  target: ['es2020'],
  legalComments: 'eof',
  loader: { '.svg': 'dataurl', '.png': 'dataurl' },
  metafile: true,
  logLevel: 'warning',
  plugins: [scss]
})

const manifest = {}
for (const path of Object.keys(metafile.outputs)) {
  const name = basename(path)
  manifest[name.replace(/-[A-Z0-9]{8}\./, '.')] = name
}
await mkdir(out, { recursive: true })
await writeFile(join(out, 'manifest.json'), JSON.stringify(manifest, null, 2) + '\n')
