/** Stories lie in text files, which the build takes in as they are. */
declare module '*.txt?raw' {
  const script: string;
  export = script;
}
