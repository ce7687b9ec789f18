// An MCP server over standard input and output: node server.js [PRESET|POLICY.json]
import { readFileSync } from 'node:fs';

import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { CallToolRequestSchema, ListToolsRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { call, openEngine, versions } from 'incident-core/analysis';

import { toolsOf } from './tools.js';

function engineOf(name) {
  const preset = call({ op: 'preset', name });
  const opened = openEngine(preset.ok ? preset.value : readFileSync(name, 'utf8'));
  if (opened.ok) return opened.value;
  for (const { code, path, message, help = '' } of opened.errors) {
    console.error(code, path, message, help);
  }
  return process.exit(2);
}

/** What the core answers or refuses, both as data: a model can mend what it reads. */
function result(answer) {
  const said = answer.ok ? answer.value : { errors: answer.errors };
  return {
    isError: !answer.ok,
    structuredContent: said,
    content: [{ type: 'text', text: JSON.stringify(said) }],
  };
}

const tools = toolsOf(engineOf(process.argv[2] ?? 'itil'));
const server = new Server(
  { name: 'incident-core', version: versions().crate },
  { capabilities: { tools: {} } },
);

server.setRequestHandler(ListToolsRequestSchema, () => {
  const listed = Object.entries(tools).map(([name, { description, inputSchema }]) => {
    return { name, description, inputSchema, annotations: { readOnlyHint: true } };
  });
  return { tools: listed };
});

server.setRequestHandler(CallToolRequestSchema, ({ params: { name, arguments: asked = {} } }) => {
  if (Object.hasOwn(tools, name)) return result(tools[name].answer(asked));
  const known = Object.keys(tools).join(', ');
  const error = {
    code: 'mcp.toolUnknown',
    path: '/name',
    message: `there is no tool \`${name}\``,
    help: `known here: ${known}`,
  };
  return result({ ok: false, errors: [error] });
});

await server.connect(new StdioServerTransport());
