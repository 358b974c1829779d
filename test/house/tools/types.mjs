/**
 * Reads the program in the current folder once for two questions: does it compile, and has every identifier a type.
 * Prints JSON: `files` that were read, `errors` as tsc words them, and the `untyped` among so many `identifiers`.
 */
import ts from 'typescript';

const here = `${ts.sys.getCurrentDirectory()}/`;
const config = ts.getParsedCommandLineOfConfigFile('tsconfig.json', undefined, {
  ...ts.sys,
  onUnRecoverableConfigFileDiagnostic(problem) {
    throw new Error(ts.flattenDiagnosticMessageText(problem.messageText, '\n'));
  },
});
const program = ts.createProgram(config.fileNames, config.options);
const checker = program.getTypeChecker();
const ours = program.getSourceFiles().filter(({ fileName }) => !/\/node_modules\//.test(fileName));
const wording = {
  getCanonicalFileName: (name) => name,
  getCurrentDirectory: () => here,
  getNewLine: () => '\n',
};
const found = [...config.errors, ...ts.getPreEmitDiagnostics(program)];
const report = { files: [], errors: [], identifiers: 0, untyped: [] };
report.errors.push(...found.map((error) => ts.formatDiagnostic(error, wording).trim()));
for (const file of ours) {
  report.files.push(file.fileName.replace(here, ''));
  look(file, file);
}
process.stdout.write(JSON.stringify(report));

function look(node, file) {
  if (ts.isIdentifier(node)) count(node, file);
  ts.forEachChild(node, (child) => look(child, file));
}

function count(node, file) {
  if (isNoName(node)) return;
  report.identifiers += 1;
  if (!(checker.getTypeAtLocation(node).flags & ts.TypeFlags.Any) || namesNoValue(node)) return;
  const { line } = file.getLineAndCharacterOfPosition(node.getStart(file));
  report.untyped.push(`${file.fileName.replace(here, '')}:${line + 1} ${node.text}`);
}

/** `div` in `<div>`, and `const` in `as const`. */
function isNoName({ parent, text }) {
  if (ts.isTypeReferenceNode(parent)) return text === 'const';
  const isTag = ts.isJsxOpeningLikeElement(parent) || ts.isJsxClosingElement(parent);
  return isTag && /^[a-z]/.test(text);
}

/** Of a type or a namespace there is no value that could have a type. */
function namesNoValue(node) {
  const symbol = checker.getSymbolAtLocation(node);
  if (!symbol) return false;
  const isAlias = symbol.flags & ts.SymbolFlags.Alias;
  const meant = isAlias ? checker.getAliasedSymbol(symbol) : symbol;
  return !(meant.flags & ts.SymbolFlags.Value) && meant.escapedName !== 'unknown';
}
