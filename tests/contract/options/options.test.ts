// Every option in every state at every command. One file for mocha, so that the page is held against
// all rows even where files are run beside each other.
import { holdAgainstPage } from "../../support/lifecycleDoc";
import "./waiting";
import "./changing";
import "./adopting";
import "./ending";

holdAgainstPage("emulator", __dirname);
