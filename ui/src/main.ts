// Starts the window.

import "./tokens.css";
import "./shared/fonts.css";
import "./shared/base.css";
import { mount } from "svelte";

import App from "./app/App.svelte";

const target = document.getElementById("window");
if (target) mount(App, { target });
